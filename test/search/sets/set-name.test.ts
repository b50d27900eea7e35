import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatSet, parseSet } from '../../../src/search/sets/set-name.ts';

describe('the name of a set', () => {
  it.each([
    [[], 'none'],
    [[0], '0'],
    [[0, 1], '0-1'],
    [[0, 1, 2, 3, 4, 7, 9, 10, 11, 12], '0-4,7,9-12'],
    [[1, 3, 5], '1,3,5'],
  ])('of %j is %s', (elements, name) => {
    expect(formatSet(elements)).toBe(name);
    expect(parseSet(name, 13)).toEqual(elements);
  });

  it('is read back to the same elements', () => {
    const sets = fc.uniqueArray(fc.nat(63)).map((set) => set.toSorted((a, b) => a - b));
    fc.assert(
      fc.property(sets, (set) => {
        expect(parseSet(formatSet(set), 64)).toEqual(set);
      }),
    );
  });

  it.each([
    '',
    ' ',
    '0,1',
    '1-1',
    '3-2',
    '0-2,3',
    '2,1',
    '1,1',
    '01',
    '1-',
    '-1',
    '1.5',
    '8',
    '0-8',
    'none,1',
    '1,',
    'all',
    '0-999999999999',
  ])('is not “%s” among elements 0 to 7', (name) => {
    expect(() => parseSet(name, 8)).toThrow(RangeError);
  });
});
