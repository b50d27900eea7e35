import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { clopperPearson } from '../../src/statistics/proportion.ts';
import { crashProbabilityUpperBound } from '../../src/statistics/upper-bound.ts';

describe("Clopper and Pearson's interval", () => {
  it('of 3 in 10 is .0667 to .6525', () => {
    const { lower, upper } = clopperPearson(3, 10, 0.95);
    expect(lower).toBeCloseTo(0.06673951117773447, 13);
    expect(upper).toBeCloseTo(0.6524528500599973, 13);
  });

  it('without a hit is the zero-crash bound: 0 of 59, 4.95 %', () => {
    expect(clopperPearson(0, 59, 0.9).upper).toBeCloseTo(0.0495, 4);
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 100_000 }), (trials) => {
        const { lower, upper } = clopperPearson(0, trials, 0.9);
        expect(lower).toBe(0);
        expect(upper).toBeCloseTo(crashProbabilityUpperBound(trials, 0.95) ?? Number.NaN, 12);
      }),
    );
  });

  it('turns over with hits and misses', () => {
    fc.assert(
      fc.property(fc.nat({ max: 200 }), fc.nat({ max: 200 }), (hits, misses) => {
        fc.pre(hits + misses > 0);
        const here = clopperPearson(hits, hits + misses, 0.95);
        const there = clopperPearson(misses, hits + misses, 0.95);
        expect(here.lower).toBeCloseTo(1 - there.upper, 12);
        expect(here.lower).toBeLessThanOrEqual(hits / (hits + misses));
        expect(here.upper).toBeGreaterThanOrEqual(hits / (hits + misses));
      }),
    );
  });

  it.each([
    [-1, 5, 0.95],
    [6, 5, 0.95],
    [1.5, 5, 0.95],
    [1, 5.5, 0.95],
    [1, 5, 1],
    [1, 5, Number.NaN],
  ])('refuses %d of %d at %d', (count, trials, confidence) => {
    expect(() => clopperPearson(count, trials, confidence)).toThrow(RangeError);
  });
});
