import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { incompleteGamma, inverseIncompleteGamma } from '../../src/statistics/incomplete-gamma.ts';
import { relativeGap } from './relative-gap.ts';

const shape = fc.double({ min: 0.5, max: 1e5, noNaN: true });
const probability = fc.double({ min: 1e-9, max: 1 - 1e-9, noNaN: true });

describe('the incomplete gamma function', () => {
  // mpmath 1.3.0 with 50 digits: a, x, P, Q.
  it.each([
    [0.5, 0.1, 0.34527915398142295, 0.654720846018577],
    [0.5, 20, 0.9999999997460371, 2.539628589470865e-10],
    [2.5, 1.2, 0.20852587940567532, 0.7914741205943246],
    [3, 0.618672, 0.02499998733102471, 0.9750000126689753],
    [5, 30, 0.999999996375699, 3.6243009520614882e-9],
    [5, 1e-5, 8.333263889186508e-28, 1],
    [100, 80, 0.017108313035133115, 0.9828916869648668],
    [100, 140, 0.9998389428252874, 0.00016105717471255585],
    [100_000, 99_500, 0.05674182321279226, 0.9432581767872077],
    [100_000.5, 101_500, 0.9999988171793451, 1.1828206548882725e-6],
  ])('with %d at %d', (a, x, lower, upper) => {
    const tails = incompleteGamma(a, x);
    expect(relativeGap(tails.lower, lower)).toBeLessThan(1e-11);
    expect(relativeGap(tails.upper, upper)).toBeLessThan(1e-11);
  });

  it('is the Poisson sum for a whole number', () => {
    // Q(3, 2) = e^-2 (1 + 2 + 2).
    expect(relativeGap(incompleteGamma(3, 2).upper, 5 * Math.exp(-2))).toBeLessThan(1e-14);
  });

  it('has its ends', () => {
    expect(incompleteGamma(2, 0)).toEqual({ lower: 0, upper: 1 });
    expect(incompleteGamma(2, Infinity)).toEqual({ lower: 1, upper: 0 });
  });

  it.each([
    [0, 1],
    [-1, 1],
    [1, -1],
    [1, Number.NaN],
  ])('refuses %d at %d', (a, x) => {
    expect(() => incompleteGamma(a, x)).toThrow(RangeError);
  });
});

describe('the inverse of the incomplete gamma function', () => {
  it('gives back the probability', () => {
    fc.assert(
      fc.property(shape, probability, (a, lower) => {
        const x = inverseIncompleteGamma(a, { lower, upper: 1 - lower });
        // Above a shape of 1e4 the last digit of x is worth more than 1e-12 of the probability.
        expect(relativeGap(incompleteGamma(a, x).lower, lower)).toBeLessThan(1e-10);
      }),
    );
  });

  it('gives back the place', () => {
    fc.assert(
      fc.property(shape, fc.double({ min: 0.5, max: 1.5, noNaN: true }), (a, share) => {
        const tails = incompleteGamma(a, a * share);
        fc.pre(Math.min(tails.lower, tails.upper) > 1e-280);
        expect(relativeGap(inverseIncompleteGamma(a, tails), a * share)).toBeLessThan(1e-10);
      }),
    );
  });

  it('reaches far into both tails', () => {
    const low = inverseIncompleteGamma(0.5, { lower: 1e-100, upper: 1 });
    expect(relativeGap(incompleteGamma(0.5, low).lower, 1e-100)).toBeLessThan(1e-10);
    const high = inverseIncompleteGamma(0.5, { lower: 1, upper: 1e-200 });
    expect(relativeGap(incompleteGamma(0.5, high).upper, 1e-200)).toBeLessThan(1e-10);
  });

  it('has its ends', () => {
    expect(inverseIncompleteGamma(2, { lower: 0, upper: 1 })).toBe(0);
    expect(inverseIncompleteGamma(2, { lower: 1, upper: 0 })).toBe(Infinity);
  });

  it.each([
    [0, 0.5, 0.5],
    [1, 1.5, -0.5],
    [1, 0.5, 0.4],
    [1, Number.NaN, 0.5],
  ])('refuses %d, %d, %d', (a, lower, upper) => {
    expect(() => inverseIncompleteGamma(a, { lower, upper })).toThrow(RangeError);
  });
});
