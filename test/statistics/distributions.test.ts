import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  betaQuantile,
  chiSquareQuantile,
  chiSquareUpperTail,
  fQuantile,
  negativeBinomialCdf,
} from '../../src/statistics/distributions.ts';
import { relativeGap } from './relative-gap.ts';

describe('chi-square', () => {
  // mpmath 1.3.0 with 40 digits.
  it.each([
    [0.025, 6, 1.2373442457912025],
    [0.975, 6, 14.449375335447922],
    [0.95, 1, 3.841458820694126],
    [0.05, 10, 3.94029913611906],
    [0.975, 200, 241.05789550631093],
    [1e-10, 6, 0.001687221124969455],
    [0.999, 3, 16.266236196238133],
  ])('%d quantile with %i degrees of freedom', (probability, freedom, expected) => {
    const quantile = chiSquareQuantile(probability, freedom);
    expect(relativeGap(quantile, expected)).toBeLessThan(1e-12);
    expect(relativeGap(chiSquareUpperTail(expected, freedom), 1 - probability)).toBeLessThan(1e-12);
  });
});

describe('beta', () => {
  // mpmath 1.3.0 with 40 digits.
  it.each([
    [0.025, 3, 8, 0.06673951117773447],
    [0.975, 4, 7, 0.6524528500599973],
    [0.975, 1, 20, 0.16843347098308534],
    [0.025, 1, 100_000, 2.531780477933314e-7],
  ])('%d quantile with %i and %i', (probability, a, b, expected) => {
    expect(relativeGap(betaQuantile(probability, a, b), expected)).toBeLessThan(1e-12);
  });
});

describe('F', () => {
  it('has its closed form with two degrees of freedom above', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0.001, max: 0.999, noNaN: true }),
        fc.integer({ min: 1, max: 500 }),
        (probability, n) => {
          const expected = (n / 2) * Math.expm1((-2 / n) * Math.log1p(-probability));
          expect(relativeGap(fQuantile(probability, 2, n), expected)).toBeLessThan(1e-10);
        },
      ),
    );
  });

  it('turns over with its degrees of freedom', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0.001, max: 0.999, noNaN: true }),
        fc.integer({ min: 1, max: 200 }),
        fc.integer({ min: 1, max: 200 }),
        (probability, m, n) => {
          const turned = 1 / fQuantile(1 - probability, n, m);
          expect(relativeGap(fQuantile(probability, m, n), turned)).toBeLessThan(1e-10);
        },
      ),
    );
  });

  it('agrees with the printed tables', () => {
    expect(fQuantile(0.95, 5, 10)).toBeCloseTo(3.3258, 4);
    expect(fQuantile(0.975, 10, 6)).toBeCloseTo(5.4613, 4);
  });
});

describe('the negative binomial law', () => {
  it('is the sum of its probabilities', () => {
    const x = 0.7;
    const terms = [x ** 3, 3 * x ** 3 * (1 - x), 6 * x ** 3 * (1 - x) ** 2];
    terms.reduce((sum, term, count) => {
      expect(negativeBinomialCdf(count, 3, x)).toBeCloseTo(sum + term, 13);
      return sum + term;
    }, 0);
  });
});
