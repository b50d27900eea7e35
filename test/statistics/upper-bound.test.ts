import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { crashProbabilityUpperBound, hazardUpperBound } from '../../src/statistics/upper-bound.ts';

const confidence = fc.double({ min: 0.5, max: 0.999, noNaN: true });

describe('the upper bound of the crash probability of a trial', () => {
  it.each([
    [59, 0.0495],
    [299, 0.00997],
    [1, 0.95],
    [5, 0.4507],
  ])('is after %i clean trials %f at 95 %%', (trials, bound) => {
    expect(crashProbabilityUpperBound(trials, 0.95)).toBeCloseTo(bound, 4);
  });

  it('is the probability at which so many clean trials have the chance 1 - confidence', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 100_000 }), confidence, (trials, level) => {
        const bound = crashProbabilityUpperBound(trials, level) ?? Number.NaN;
        expect(Math.exp(trials * Math.log1p(-bound))).toBeCloseTo(1 - level, 9);
      }),
    );
  });

  it('keeps its digits after very many trials', () => {
    // The first two terms of its series: x - x^2 / 2 with x = ln(20) / 1e12.
    expect(crashProbabilityUpperBound(1e12, 0.95)).toBeCloseTo(2.995732273549504e-12, 25);
  });

  it('is unknown without a trial', () => {
    expect(crashProbabilityUpperBound(0, 0.95)).toBeNull();
  });

  it.each([-1, 1.5, Number.NaN, Infinity])('refuses %d trials', (trials) => {
    expect(() => crashProbabilityUpperBound(trials, 0.95)).toThrow(RangeError);
  });
});

describe('the upper bound of the crash hazard', () => {
  it('is three in the exposure at 95 %', () => {
    expect(hazardUpperBound(100_000, 0.95)).toBeCloseTo(2.9957e-5, 9);
    expect(hazardUpperBound(1, 0.95)).toBeCloseTo(2.9957, 4);
  });

  it('is the hazard at which so much clean exposure has the chance 1 - confidence', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 1e-3, max: 1e12, noNaN: true }),
        confidence,
        (exposure, level) => {
          const bound = hazardUpperBound(exposure, level) ?? Number.NaN;
          expect(Math.exp(-bound * exposure)).toBeCloseTo(1 - level, 9);
        },
      ),
    );
  });

  it('is never below the bound of as many single chances', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1_000_000 }), confidence, (count, level) => {
        expect(hazardUpperBound(count, level)).toBeGreaterThanOrEqual(
          crashProbabilityUpperBound(count, level) ?? Number.NaN,
        );
      }),
    );
  });

  it('is unknown without exposure', () => {
    expect(hazardUpperBound(0, 0.95)).toBeNull();
  });

  it.each([-1, Number.NaN, Infinity])('refuses the exposure %d', (exposure) => {
    expect(() => hazardUpperBound(exposure, 0.95)).toThrow(RangeError);
  });

  it.each([0, 1, -0.5, 95, Number.NaN])('refuses the confidence %d', (level) => {
    expect(() => hazardUpperBound(1, level)).toThrow(RangeError);
    expect(() => crashProbabilityUpperBound(1, level)).toThrow(RangeError);
  });
});
