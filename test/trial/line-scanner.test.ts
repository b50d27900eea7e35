import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createLineAutomaton } from '../../src/trial/line-automaton.ts';
import { createLineScanner, SHORT_LINE } from '../../src/trial/line-scanner.ts';
import { createLineSplitter, LINE_LIMIT, type LineSink } from '../../src/trial/line-splitter.ts';

/** Where lines go, and which of them were short. */
function listing() {
  const seen: string[] = [];
  const short: string[] = [];
  const sink: LineSink = {
    line: (text, whole) => seen.push(whole ? text : `${text}<torn>`),
    overlong(text) {
      seen.push(`${text.length} long`);
      return 0;
    },
  };
  return { seen, short, sink };
}

function scan(pieces: readonly Uint8Array[]) {
  const { seen, short, sink } = listing();
  const automaton = createLineAutomaton(['^1'], (byte) => byte !== 0x2e);
  if (automaton === null) throw new Error('no automaton');
  const scanner = createLineScanner(automaton, {
    ...sink,
    short(bytes, start, end, matches) {
      if (matches === 0) return false;
      short.push(bytes.toString('latin1', start, end));
      seen.push(bytes.toString('latin1', start, end));
      return true;
    },
  });
  for (const piece of pieces) scanner.push(piece);
  scanner.end();
  return { seen: seen.filter((line) => line !== ''), short, lines: scanner.lines() };
}

function split(output: Uint8Array) {
  const { seen, sink } = listing();
  const splitter = createLineSplitter(sink);
  splitter.push(output);
  splitter.end();
  return { seen: seen.filter((line) => line !== ''), lines: splitter.lines() };
}

describe('scanning output for short lines', () => {
  test('only short lines of ASCII that the automaton and the sink take stay bytes', () => {
    const longest = '1'.repeat(SHORT_LINE);
    const text = `11\n2\r\n14\r\n.1\n1é\n1\r1\n${longest}\n${longest}1\n\n1`;
    expect(scan([Buffer.from(text)])).toEqual({
      seen: ['11', '2', '14', '.1', '1é', '1', '1', longest, `${longest}1`, '1<torn>'],
      short: ['11', '14', longest],
      lines: 11,
    });
  });

  test('a line that two reads share is read once, and the ones after it are short again', () => {
    const pieces = ['11\n1', '2\n13\r', '\n14\n', '15\r', '16\n17\n'].map((text) =>
      Buffer.from(text),
    );
    expect(scan(pieces)).toEqual({
      seen: ['11', '12', '13', '14', '15', '16', '17'],
      short: ['11', '14', '17'],
      lines: 7,
    });
  });

  test('whatever the output and the reads are, the lines are those of the splitter', () => {
    const word = fc.oneof(
      fc.constantFrom('11', '14 7', '2', '.', '', 'é', '\0', '#'.repeat(40)),
      fc.constantFrom('1'.repeat(SHORT_LINE), 'x'.repeat(LINE_LIMIT), 'y'.repeat(LINE_LIMIT + 1)),
    );
    const lineEnd = fc.constantFrom('\n', '\n', '\n', '\r\n', '\r', '');
    const output = fc
      .array(fc.tuple(word, lineEnd), { maxLength: 20 })
      .map((words) => Buffer.from(words.flat().join('')));
    const bytes = fc.oneof(output, fc.uint8Array({ maxLength: 200 }));
    fc.assert(
      fc.property(bytes, fc.array(fc.nat(), { maxLength: 6 }), (all, picks) => {
        const cuts = picks.map((pick) => pick % (all.length + 1)).sort((a, b) => a - b);
        const pieces = [0, ...cuts].map((cut, index) => all.subarray(cut, cuts[index]));
        const { seen, lines } = scan(pieces);
        expect({ seen, lines }).toEqual(split(all));
      }),
      { numRuns: 300 },
    );
  });
});
