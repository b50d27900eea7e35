import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createProtocolParser } from '../../src/trial/protocol-parser.ts';
import { controlProtocol } from './control-protocol.ts';
import { readOutput } from './read-output.ts';

const word = fc.oneof(
  { weight: 4, arbitrary: fc.nat(200_000).map((i) => `14 ${i}`) },
  { weight: 4, arbitrary: fc.constantFrom('11', '16', 'done', 'M', '..', 'MC', 'X', 'F ', '') },
  {
    weight: 2,
    arbitrary: fc
      .tuple(fc.constantFrom('0x55e0', '(nil)', '0000000000000000'), fc.constantFrom('', ' 36 16'))
      .map(([pointer, rest]) => `34 0x55e0 45 ${pointer}${rest}`),
  },
  { weight: 1, arbitrary: fc.constantFrom('größe ✓', 'Modules', '\0', '14', '14 x') },
  { weight: 1, arbitrary: fc.constantFrom('.'.repeat(5000), '#'.repeat(4097), 'é'.repeat(3000)) },
);
const lineEnd = fc.constantFrom('\n', '\n', '\n', '\r\n', '\r', '');
const output = fc
  .array(fc.tuple(word, lineEnd), { maxLength: 40 })
  .map((lines) => Buffer.from(lines.flat().join('')));
const garbage = fc.uint8Array({ maxLength: 12_000 });

function cutsOf(bytes: Uint8Array, picks: readonly number[]): readonly number[] {
  return picks.map((pick) => pick % (bytes.length + 1)).sort((a, b) => a - b);
}

describe('whatever the output is', () => {
  test('any cut of it reads the same as one push', () => {
    const picks = fc.array(fc.nat(), { maxLength: 30 });
    fc.assert(
      fc.property(fc.oneof(output, garbage), picks, (bytes, places) => {
        expect(readOutput(bytes, { cuts: cutsOf(bytes, places) })).toEqual(readOutput(bytes));
      }),
      { numRuns: 300 },
    );
  });

  test('a byte at a time reads the same as one push', () => {
    fc.assert(
      fc.property(output, (bytes) => {
        const cuts = Array.from(bytes.keys());
        expect(readOutput(bytes, { cuts })).toEqual(readOutput(bytes));
      }),
      { numRuns: 30 },
    );
  });

  test('so it is whatever the protocol is, and lines are read one by one or as they stand', () => {
    const protocol = fc.record({
      iteration: fc.constantFrom(
        String.raw`^14 (\d+)$`,
        String.raw`^14 (\d+)`,
        String.raw`(\d+)$`,
        String.raw`^(1\d*)`,
        String.raw`^14(?= )\D+(\d+)`,
      ),
      stage: fc.constantFrom(undefined, '^(11|16)$', String.raw`^(1\d)`, '[a-z]+', ''),
      trace: fc.constantFrom(undefined, String.raw`^(\d+) (\S+) (\d+) (\S+)`, String.raw`(NULL)`),
      success: fc.constantFrom(undefined, '^done$', '16'),
      events: fc.constantFrom(undefined, { M: 'minor-collection', '.': 'fine' }, { 1: 'one' }),
    });
    const traceback = 'Traceback (most recent call last):\n  File "x"\nValueError\n';
    const lines = fc
      .array(fc.oneof({ weight: 9, arbitrary: fc.tuple(word, lineEnd) }, fc.constant([traceback])))
      .map((all) => Buffer.from(all.flat().join('')));
    fc.assert(
      fc.property(protocol, lines, (words, bytes) => {
        const cuts = Array.from(bytes.keys());
        expect(readOutput(bytes, { protocol: words, cuts })).toEqual(
          readOutput(bytes, { protocol: words }),
        );
      }),
      { numRuns: 100 },
    );
  });

  test('who listens hears the same turns and marks in the same order, however it is cut', () => {
    const heard = (bytes: Uint8Array, cuts: readonly number[]): readonly string[] => {
      const told: string[] = [];
      const parser = createProtocolParser(controlProtocol, {
        onMarks: (...marks) => told.push(JSON.stringify(marks)),
        onTurn: (turn) => told.push(`turn ${turn}`),
      });
      let start = 0;
      for (const cut of [...cuts, bytes.length]) {
        parser.push(bytes.subarray(start, cut));
        start = cut;
      }
      parser.end();
      return told;
    };
    expect(heard(Buffer.from('11\n14 7\n16\n.M\n14 8\n'), [])).toContain('turn 7');
    const lines = fc
      .array(fc.tuple(word, fc.constantFrom('\n', '\r\n')), { maxLength: 40 })
      .map((all) => Buffer.from(all.flat().join('')));
    fc.assert(
      fc.property(lines, (bytes) => {
        expect(heard(bytes, Array.from(bytes.keys()))).toEqual(heard(bytes, []));
      }),
      { numRuns: 50 },
    );
  });

  test('CRLF reads the same as LF, but for the bytes', () => {
    fc.assert(
      fc.property(fc.array(word, { maxLength: 40 }), fc.boolean(), (lines, terminated) => {
        const end = terminated ? 1 : 0;
        const lf = readOutput(lines.join('\n') + '\n'.repeat(end)).state;
        const crlf = readOutput(lines.join('\r\n') + '\r\n'.repeat(end)).state;
        expect({ ...crlf, bytes: 0 }).toEqual({ ...lf, bytes: 0 });
      }),
    );
  });

  test('nothing is thrown and nothing is made up from random bytes', () => {
    fc.assert(
      fc.property(garbage, (bytes) => {
        const { state, tail } = readOutput(bytes);
        expect(state.bytes).toBe(bytes.length);
        expect(state.iterationsBegun).toBe(0);
        expect(state.lastLine?.length ?? 0).toBeLessThanOrEqual(4096);
        expect(tail.length).toBeLessThanOrEqual(2048);
      }),
    );
  });
});

describe('in bounded memory', () => {
  const heapUsed = () => {
    setFlagsFromString('--expose-gc');
    (runInNewContext('gc') as () => void)();
    return process.memoryUsage().heapUsed;
  };
  const block = (line: string) => Buffer.from(line.repeat(Math.ceil((256 * 1024) / line.length)));

  test.each([
    ['lines of the loop', block('11\n14 7\n16\n')],
    ['trace lines', block('34 0x55e0 45 (nil) 36 11\n')],
    ['text without a newline', block('#')],
    ['marks without a newline', block('.')],
    ['NUL', block('\0')],
    ['carriage returns', block('50 %\r')],
  ])('go 64 blocks of %s', (_, bytes) => {
    const parser = createProtocolParser(controlProtocol);
    parser.push(bytes);
    const before = heapUsed();
    for (let i = 0; i < 64; i += 1) parser.push(bytes);
    // 16 MiB went through; what stays is some lines, each of which holds a block of 16 KiB.
    expect(heapUsed() - before).toBeLessThan(1024 * 1024);
    expect(parser.snapshot().bytes).toBe(65 * bytes.length);
  });
});
