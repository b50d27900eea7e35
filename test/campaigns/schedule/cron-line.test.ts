import { execFileSync } from 'node:child_process';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  cronLine,
  hasCronLine,
  withCronLine,
  withoutCronLine,
} from '../../../src/campaigns/schedule/cron-line.ts';
import { DAYS } from '../../../src/campaigns/schedule/schedule-time.ts';
import { entryOf, words } from './entries.ts';

/** What cron gives to the shell: up to a percent sign; `\%` is a plain one (crontab(5)). */
function readByCron(line: string): string {
  const command = line.split(' ').slice(5).join(' ');
  expect(command).not.toMatch(/(?<!\\)%/);
  return command.replaceAll('\\%', '%');
}

const posix = process.platform !== 'win32';

describe('a line of a crontab', () => {
  it.runIf(posix)('gives every word to the program by way of a real shell (needs sh)', () => {
    const program = `for (const word of process.argv.slice(1)) console.log(JSON.stringify(word))`;
    fc.assert(
      fc.property(fc.array(words(false), { maxLength: 4 }), (rest) => {
        const line = cronLine(entryOf([process.execPath, '-e', program, '--', ...rest]));
        const printed = execFileSync('/bin/sh', ['-c', readByCron(line)], { encoding: 'utf8' });
        expect(
          printed
            .split('\n')
            .filter(Boolean)
            .map((text): unknown => JSON.parse(text)),
        ).toEqual(rest);
      }),
      { numRuns: 30 },
    );
  });

  it('has the time first and the marker last', () => {
    const argv = ['/usr/bin/node'];
    const end = '/usr/bin/node # winrepro:nightly';
    expect(cronLine(entryOf(argv, DAYS))).toBe(`5 2 * * * ${end}`);
    expect(cronLine(entryOf(argv, ['mon', 'sun']))).toBe(`5 2 * * 1,0 ${end}`);
    expect(cronLine(entryOf(argv, 'hour'))).toBe(`5 * * * * ${end}`);
  });

  it('is refused with a backslash, of which crons think differently, and when it is too long', () => {
    expect(() => cronLine(entryOf(['/a\\b']))).toThrow('the backslash in /a\\b');
    expect(() => cronLine(entryOf(['ä'.repeat(495)]))).toThrow('this one has 1011');
  });
});

describe('a crontab', () => {
  /** Also in an encoding of old, with line ends of Windows, without an end. */
  const tables = fc
    .array(
      fc.constantFrom('0 1 * * * a', '# comment', '', '\t', 'X=\xe4\xff', 'a\r', '* * * * * b %c'),
    )
    .chain((lines) => fc.constantFrom(lines.join('\n'), `${lines.join('\n')}\n`))
    .map((text) => Buffer.from(text, 'latin1'));
  const line = '5 2 * * * node ä # winrepro:nightly';

  it('stays byte for byte when a line is added and taken away again', () => {
    fc.assert(
      fc.property(tables, (table) => {
        const added = withCronLine(table, 'nightly', line);
        expect(hasCronLine(added, 'nightly')).toBe(true);
        expect(added.includes(Buffer.from(`${line}\n`))).toBe(true);
        const ended = table.length === 0 || table.at(-1) === 10;
        const expected = ended ? table : Buffer.concat([table, Buffer.from('\n')]);
        expect(withoutCronLine(added, 'nightly')).toEqual(expected);
      }),
    );
  });

  it('keeps a replaced line in its place, and the lines of other names', () => {
    const table = Buffer.from(`a\n1 ${line}\n2 x # winrepro:nightly-2\nb\n`);
    expect(withCronLine(table, 'nightly', line).toString()).toBe(
      `a\n${line}\n2 x # winrepro:nightly-2\nb\n`,
    );
    expect(withoutCronLine(table, 'nightly-2').toString()).toBe(`a\n1 ${line}\nb\n`);
    expect(hasCronLine(table, 'night')).toBe(false);
  });

  it('has a line no more that a person has commented out, and loses it all the same', () => {
    const table = Buffer.from(`#${line}\n`);
    expect(hasCronLine(table, 'nightly')).toBe(false);
    expect(withoutCronLine(table, 'nightly')).toHaveLength(0);
  });
});
