import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { compileLinePattern, digitsPlace, firstCharacters } from '../../src/trial/line-pattern.ts';

function beginnings(source: string): string | null {
  const table = firstCharacters(source);
  if (table === null) return null;
  return [...table.keys()]
    .filter((code) => table[code] === 1)
    .map((code) => String.fromCharCode(code))
    .join('');
}

describe('the characters with which a matching line must begin', () => {
  test.each([
    [String.raw`^14 (\d+)$`, '1'],
    [String.raw`^(\d+) (\S+)`, '0123456789'],
    ['^done$', 'd'],
    ['^(?:turn )?x', null],
    ['^(?:turn) (x)', 't'],
    ['^(?<word>turn)', 't'],
    ['^(14)? x', null],
    [String.raw`^\[(\d+)\]`, '['],
    [String.raw`^\.`, '.'],
    ['^ 14', ' '],
    ['^1?4', null],
    ['^1*4', null],
    ['^1{0,2}4', null],
    ['^1+4', '1'],
    [String.raw`(?:^|\s)(11|16)$`, null],
    ['^a|b', null],
    ['done', null],
    ['^', null],
    ['^.', null],
    ['^[ab]', null],
    [String.raw`^\w+`, null],
    [String.raw`^\b14`, null],
    [String.raw`^\u0041`, null],
    ['^é', null],
    ['^$', null],
    ['^(?=1)', null],
    ['^((1)4)', null],
  ])('of %s are %j', (source, expected) => {
    expect(beginnings(source)).toBe(expected);
  });

  test('a line is never refused that the expression alone would match', () => {
    const sources = [
      String.raw`^14 (\d+)$`,
      String.raw`(?:^|\s)(11|16)$|^(14) \d+$`,
      String.raw`^(\d+) (\S+)`,
      '^(14)? x',
      '^1?4',
      '^done$',
      String.raw`^\[(\d+)\]`,
      '^(?:turn) (x)',
    ];
    const line = fc
      .array(fc.constantFrom('1', '4', '14', ' ', '11', 'd', 'one', '[', ']', 'turn', 'x', 'é'))
      .map((words) => words.join(''));
    fc.assert(
      fc.property(fc.constantFrom(...sources), line, (source, text) => {
        const expected = new RegExp(source, 'u').exec(text);
        expect(compileLinePattern(source).exec(text)?.[0]).toBe(expected?.[0]);
      }),
    );
  });
});

describe('the place of the digits of group 1', () => {
  test.each([
    [String.raw`^14 (\d+)$`, 3],
    [String.raw`^turn: (\d+)`, 6],
    [String.raw`^(\d+) of \d+$`, 0],
    [String.raw`^(\d+) (\S+)`, 0],
    [String.raw`^(\d+) ?1`, null],
    [String.raw`^(\d+)1$`, null],
    [String.raw`^(\d+)\d$`, null],
    [String.raw`^14 (\d+)$|^x`, null],
    [String.raw`^1?(\d+)$`, null],
    [String.raw`^\s(\d+)$`, null],
    [String.raw`^é(\d+)$`, null],
    [String.raw`14 (\d+)$`, null],
    [String.raw`^14 (\d*)$`, null],
    [String.raw`^14 ((\d+))$`, null],
  ])('in %s is %j', (source, place) => {
    expect(digitsPlace(source)).toBe(place);
  });
});
