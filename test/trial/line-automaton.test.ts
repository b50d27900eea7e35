import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createLineAutomaton, LINE_START, STUCK } from '../../src/trial/line-automaton.ts';

/** Bits of the expressions that match a line; null when the automaton leaves it to others. */
function matchesOf(sources: readonly string[], line: string): number | null | undefined {
  const automaton = createLineAutomaton(sources, () => true);
  if (automaton === null) return undefined;
  let state = LINE_START;
  for (const byte of Buffer.from(line)) {
    state = automaton.step(state, byte);
    if (state === STUCK) return null;
  }
  return automaton.matches(state);
}

/** What JavaScript says. */
function expected(sources: readonly string[], line: string): number {
  return sources.reduce(
    (bits, source, index) => bits | (new RegExp(source, 'u').test(line) ? 1 << index : 0),
    0,
  );
}

const CONTROL = [
  String.raw`^14 (\d+)$`,
  String.raw`(?:^|\s)(11|16)$|^(14) \d+$`,
  String.raw`^(\d+) (\S+) (\d+) (\S+)(?: (\d+)(?: |$))?`,
  '^done$',
];

describe('an automaton of the expressions of a protocol', () => {
  test.each([
    ['11', 2],
    ['16', 2],
    ['14 7', 3],
    ['14 7 ', 0],
    ['x 16', 2],
    ['4884 0x55e0 2631 (nil)', 4],
    ['4884 0x55e0 2631 0x55e0 4898 11', 6],
    ['done', 8],
    ['done.', 0],
    ['größe', null],
    ['\u007f', 0],
  ])('knows of %j what matches it', (line, bits) => {
    expect(matchesOf(CONTROL, line)).toBe(bits);
  });

  test('says of any line what the expressions say one by one', () => {
    const atom = fc.oneof(
      fc.constantFrom('a', 'b', '1', ' ', '.', String.raw`\.`, '\\d', '\\D', '\\s', '\\S', '\\w'),
      fc.constantFrom(
        '\\W',
        '[ab]',
        '[^a1]',
        '[a-c1]',
        String.raw`[\d.-]`,
        '[^]',
        '[]',
        'é',
        '[é-ü]',
      ),
      fc.constantFrom('^', '$', '\\t', '()', '[\\s\\]]'),
    );
    const { expression } = fc.letrec<{ expression: string; part: string }>((tie) => ({
      expression: fc.oneof(
        { depthSize: 'small' },
        fc.array(tie('part'), { maxLength: 4 }).map((parts) => parts.join('')),
        fc.tuple(tie('expression'), tie('expression')).map(([one, other]) => `${one}|${other}`),
      ),
      part: fc.oneof(
        { depthSize: 'small' },
        atom,
        fc
          .tuple(
            fc.constantFrom('(', '(?:', '(?<name>'),
            tie('expression'),
            fc.constantFrom('', '*', '+', '?', '*?', '{2}', '{0}', '{1,}', '{0,2}', '{1,3}?'),
          )
          .map(([open, inner, times]) => `${open}${inner})${times}`),
      ),
    }));
    const sources = fc.array(expression.filter(isExpression), { minLength: 1, maxLength: 4 });
    const line = fc
      .array(fc.constantFrom('a', 'b', 'c', '1', '11', ' ', '.', '\t', '-', ']', 'x', '\0'), {
        minLength: 1,
        maxLength: 8,
      })
      .map((words) => words.join(''));
    fc.assert(
      fc.property(sources, fc.array(line, { minLength: 1, maxLength: 10 }), (all, lines) => {
        for (const text of lines) expect(matchesOf(all, text)).toBe(expected(all, text));
      }),
      { numRuns: 500 },
    );
  });

  test.each([
    '(?=a)b',
    '(?!a)b',
    '(?<=a)b',
    '(?<!a)b',
    '(a)\\1',
    '(?<x>a)\\k<x>',
    '\\ba',
    '\\Ba',
    '\\u0061',
    '\\u{61}',
    '\\x61',
    '\\ca',
    '\\0',
    '\\p{L}',
    '[\\b]',
    '[\\u0061]',
    '(?<größe>a)',
    'a{2000}',
    'a{99999999999,99999999999}',
    '(?:){1000000}',
    '(?:a{900}){900}',
  ])('is none for %s', (source) => {
    expect(isExpression(source)).toBe(true);
    expect(createLineAutomaton([source], () => true)).toBeNull();
  });

  test('of no expressions matches nothing', () => {
    expect(matchesOf([], 'a')).toBe(0);
  });

  test('leaves a line alone that begins with a byte that is not for it', () => {
    const automaton = createLineAutomaton(['a'], (byte) => byte !== 0x2e);
    const next = automaton?.step(LINE_START, 0x61) ?? STUCK;
    expect(automaton?.step(LINE_START, 0x2e)).toBe(STUCK);
    expect(automaton?.matches(automaton.step(next, 0x2e))).toBe(1);
  });

  test('does not grow without end', () => {
    // The state has to know where the last sixteen `a` stood: 65,536 of them.
    const automaton = createLineAutomaton(['a.{16}$'], () => true);
    const states = new Set<number>();
    let [state, seed] = [LINE_START, 1];
    for (let byte = 0; byte < 20_000; byte += 1) {
      seed = (seed * 48271) % 0x7fffffff;
      state = automaton?.step(state, seed % 2 === 0 ? 0x61 : 0x62) ?? STUCK;
      states.add(state);
      if (state === STUCK) state = LINE_START;
    }
    expect(states).toContain(STUCK);
    expect(states.size).toBeLessThan(600);
  });
});

function isExpression(source: string): boolean {
  try {
    new RegExp(source, 'u');
    return true;
  } catch {
    return false;
  }
}
