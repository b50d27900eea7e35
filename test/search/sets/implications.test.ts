import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkCandidate, resolveImplications } from '../../../src/search/sets/implications.ts';

describe('implications', () => {
  it('take away all that needs what is taken away, through others too', () => {
    const dependencies = resolveImplications(6, [
      [0, 1],
      [1, 2],
      [4, 2],
    ]);
    expect(dependencies.without([0, 1, 2, 3, 4, 5], [2])).toEqual([3, 5]);
    expect(dependencies.without([0, 1, 2, 3, 4, 5], [1])).toEqual([2, 3, 4, 5]);
    expect(dependencies.without([0, 1, 2, 3, 4, 5], [0])).toEqual([1, 2, 3, 4, 5]);
  });

  it('leave a set closed, in circles too', () => {
    const pairs = fc.array(fc.tuple(fc.nat(7), fc.nat(7)), { maxLength: 12 });
    fc.assert(
      fc.property(pairs, fc.array(fc.nat(7), { maxLength: 4 }), (implications, off) => {
        const dependencies = resolveImplications(8, implications);
        const left = dependencies.without([0, 1, 2, 3, 4, 5, 6, 7], off);
        expect(dependencies.isClosed(left)).toBe(true);
        expect(left.filter((element) => off.includes(element))).toEqual([]);
      }),
    );
  });

  it('take no more away than they have to', () => {
    const dependencies = resolveImplications(3, [[0, 1]]);
    expect(dependencies.without([0, 1, 2], [2])).toEqual([0, 1]);
  });

  it('refuse elements that there are not, sizes of nothing, and sets that break them', () => {
    expect(() => resolveImplications(2, [[0, 2]])).toThrow(RangeError);
    expect(() => resolveImplications(0, [])).toThrow(RangeError);
    const dependencies = resolveImplications(3, [[0, 1]]);
    expect(checkCandidate('1-2', dependencies)).toEqual([1, 2]);
    expect(() => checkCandidate('0,2', dependencies)).toThrow(RangeError);
  });
});
