import { describe, expect, test } from 'vitest';
import { createLineSplitter, LINE_LIMIT } from '../../src/trial/line-splitter.ts';

/** Splits pieces and lists what came out; `take` answers how much of a long line is done with. */
function split(pieces: readonly (string | Uint8Array)[], take: (head: string) => number = () => 0) {
  const seen: string[] = [];
  const splitter = createLineSplitter({
    line: (text, whole) => seen.push(whole ? text : `${text}<torn>`),
    overlong(text) {
      seen.push(`${text.length} long`);
      return take(text);
    },
  });
  for (const piece of pieces) splitter.push(typeof piece === 'string' ? Buffer.from(piece) : piece);
  splitter.end();
  return { seen, lines: splitter.lines() };
}

describe('splitting output into lines', () => {
  test('LF, CRLF and lone CR end a line, and the last line may have no end', () => {
    expect(split(['a\nb\r\nc\rd'])).toEqual({ seen: ['a', 'b', 'c', 'd<torn>'], lines: 4 });
  });

  test('a CRLF that two reads share is one line end', () => {
    expect(split(['a\r', '\nb\r', '', '\n'])).toEqual({ seen: ['a', 'b'], lines: 2 });
  });

  test('CR CR LF, which text mode makes of CRLF, leaves an empty line', () => {
    expect(split(['a\r\r', '\nb'])).toEqual({ seen: ['a', '', 'b<torn>'], lines: 3 });
  });

  test('a character of several bytes survives a cut through its middle', () => {
    const bytes = Buffer.from('größe ✓\n');
    for (let cut = 0; cut <= bytes.length; cut += 1) {
      expect(split([bytes.subarray(0, cut), bytes.subarray(cut)]).seen).toEqual(['größe ✓']);
    }
  });

  test('invalid UTF-8 and NUL stay on their line', () => {
    expect(split([Uint8Array.of(0x31, 0xff, 0x00, 0x0a, 0x32)]).seen).toEqual([
      '1\ufffd\0',
      '2<torn>',
    ]);
  });

  test('a line of exactly the limit is a line, one byte more is too long and is dropped', () => {
    const longest = 'x'.repeat(LINE_LIMIT);
    expect(split([`${longest}\n`]).seen).toEqual([longest]);
    expect(split([`${longest}y\nnext\n`])).toEqual({ seen: ['4096 long', 'next'], lines: 2 });
    expect(split([longest, 'y', 'z\nnext\n'])).toEqual({ seen: ['4096 long', 'next'], lines: 2 });
  });

  test('what a sink leaves of a long line is read as a line of its own', () => {
    const line = '.'.repeat(2 * LINE_LIMIT) + 'done';
    const seen = ['4096 long', '4096 long', '4096 long', `${'.'.repeat(2048)}done`];
    expect(split([`${line}\n`], () => 2048)).toEqual({ seen, lines: 1 });
  });

  test('the part that is done with is counted in characters, whatever they weigh in bytes', () => {
    const line = 'é'.repeat(LINE_LIMIT) + '!';
    const { seen } = split([line], () => 2000);
    expect(seen.at(-1)).toBe(`${'é'.repeat(96)}!<torn>`);
  });

  test('an unterminated line that is too long counts as a line', () => {
    expect(split(['x'.repeat(3 * LINE_LIMIT)])).toEqual({ seen: ['4096 long'], lines: 1 });
  });

  test('no output is no line', () => {
    expect(split([])).toEqual({ seen: [], lines: 0 });
  });
});
