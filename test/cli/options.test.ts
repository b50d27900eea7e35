import { expect, test } from 'vitest';
import { jsonTarget, span, wholeNumber } from '../../src/cli/options.ts';

test('a span is read in seconds, and 0 is no limit', () => {
  expect(span('stall', '90')).toBe(90);
  expect(span('stall', '1.5m')).toBe(90);
  expect(span('timeout', '2h')).toBe(7200);
  expect(span('timeout', '0')).toBeNull();
});

test.each(['', 'soon', '-1', '5 days', '1e9x'])('%j is no span', (text) => {
  expect(() => span('stall', text)).toThrow('--stall takes a span such as 90s, 15m or 2h');
});

test('a whole number out of its range is refused with the range', () => {
  expect(wholeNumber('trials', 5, 1, 9)).toBe(5);
  for (const [value, told] of [
    [0, '0'],
    [10, '10'],
    [1.5, '1.5'],
    [Number.NaN, 'a word'],
  ] as const) {
    expect(() => wholeNumber('trials', value, 1, 9)).toThrow(
      `--trials takes a whole number from 1 to 9, not ${told}`,
    );
  }
});

test('--json goes to stdout alone, to a file by its name, and never to a recipe', () => {
  expect(jsonTarget(undefined)).toEqual({ to: 'nowhere' });
  expect(jsonTarget('')).toEqual({ to: 'stdout' });
  expect(jsonTarget('out.JSON')).toEqual({ to: 'file', file: 'out.JSON' });
  expect(() => jsonTarget('control')).toThrow('--json takes a file whose name ends in .json');
});
