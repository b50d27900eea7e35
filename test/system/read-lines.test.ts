import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { EnvironmentError } from '../../src/system/errors.ts';
import { LONGEST_LINE_BYTES, readLines } from '../../src/system/read-lines.ts';
import { testFolder } from './folder.ts';

describe('the lines of a file', () => {
  it('come numbered, and the last one says whether its writer finished it', async () => {
    const path = join(await testFolder(), 'lines');
    await writeFile(path, 'ä\n\r\n木');
    expect([...readLines(path)]).toEqual([
      { number: 1, text: 'ä', bytes: 2, complete: true },
      { number: 2, text: '\r', bytes: 1, complete: true },
      { number: 3, text: '木', bytes: 3, complete: false },
    ]);
  });

  it('are none without a file, and none in an empty one', async () => {
    const path = join(await testFolder(), 'lines');
    expect([...readLines(path)]).toEqual([]);
    await writeFile(path, '');
    expect([...readLines(path)]).toEqual([]);
  });

  it('are the same wherever the chunks of 64 KiB happen to end', async () => {
    const path = join(await testFolder(), 'lines');
    const line = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 20 }),
      fc.integer({ min: 65_530, max: 65_540 }).map((length) => 'ä'.repeat(length / 2)),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(line, { maxLength: 8 }), fc.string(), async (lines, last) => {
        const whole = lines.map((text) => text.replaceAll('\n', ' '));
        const tail = last.replaceAll('\n', ' ');
        await writeFile(path, [...whole, tail].join('\n'));
        const expected = tail === '' ? whole : [...whole, tail];
        const read = [...readLines(path)];
        expect(read.map(({ text }) => text)).toEqual(
          // What is no Unicode (half a surrogate pair) is written as U+FFFD.
          expected.map((text) => Buffer.from(text).toString()),
        );
        expect(read.map(({ complete }) => complete)).toEqual(
          expected.map((_, index) => index < whole.length),
        );
      }),
      { numRuns: 60 },
    );
  });

  it('are cut when they are longer than any record, and read on after it', async () => {
    const path = join(await testFolder(), 'lines');
    const long = 3 * LONGEST_LINE_BYTES + 7;
    await writeFile(path, `a\n${'x'.repeat(long)}\nb\n`);
    const [first, second, third] = [...readLines(path)];
    expect([first?.text, third?.text]).toEqual(['a', 'b']);
    expect(second?.bytes).toBe(long);
    expect(second?.text).toBe('x'.repeat(LONGEST_LINE_BYTES));
  });

  it('of a folder are refused with its name', async () => {
    const path = join(await testFolder(), 'lines');
    await mkdir(path);
    expect(() => [...readLines(path)]).toThrow(EnvironmentError);
    expect(() => [...readLines(path)]).toThrow(`cannot read ${path}`);
  });

  it('can be left half read, and the file is closed', async () => {
    const path = join(await testFolder(), 'lines');
    await writeFile(path, 'a\nb\n');
    for (let turn = 0; turn < 3000; turn += 1) {
      for (const { number } of readLines(path)) if (number === 1) break;
    }
  });
});
