import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { editDistance } from '../../src/recipe/edit-distance.ts';

const word = fc.string({ maxLength: 12, unit: fc.constantFrom('a', 'b', 'é', '😀', '-') });

describe('the edit distance', () => {
  it.each([
    ['', '', 0],
    ['kitten', 'sitting', 3],
    ['souces', 'sources', 1],
    ['flgas', 'flags', 2],
    ['', 'abc', 3],
    ['😀', 'a', 1],
  ])('from %j to %j is %i', (a, b, distance) => {
    expect(editDistance(a, b)).toBe(distance);
  });

  it('is a metric: zero only for equal words, symmetric, and no detour is shorter', () => {
    fc.assert(
      fc.property(word, word, word, (a, b, c) => {
        expect(editDistance(a, b) === 0).toBe(a === b);
        expect(editDistance(a, b)).toBe(editDistance(b, a));
        expect(editDistance(a, c)).toBeLessThanOrEqual(editDistance(a, b) + editDistance(b, c));
      }),
    );
  });

  it('is the number of characters put in, and never more than the longer word has', () => {
    fc.assert(
      fc.property(word, word, (a, b) => {
        expect(editDistance(a, a + b)).toBe(Array.from(b).length);
        expect(editDistance(a, b)).toBeLessThanOrEqual(
          Math.max(Array.from(a).length, Array.from(b).length),
        );
      }),
    );
  });
});
