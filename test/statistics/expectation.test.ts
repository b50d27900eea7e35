import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { betaMean, gammaMean } from '../../src/statistics/expectation.ts';
import { logGamma } from '../../src/statistics/log-gamma.ts';
import { relativeGap } from './relative-gap.ts';

describe('the mean over a gamma distribution', () => {
  it('of e^-tx is (rate / (rate + t))^shape', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 50 }),
        fc.double({ min: 1, max: 1e6, noNaN: true }),
        fc.double({ min: 0, max: 20, noNaN: true }),
        (shape, rate, share) => {
          const time = share * rate;
          const mean = gammaMean(shape, rate, (x) => Math.exp(-time * x));
          expect(mean).toBeCloseTo((rate / (rate + time)) ** shape, 11);
        },
      ),
    );
  });
});

describe('the mean over a beta distribution', () => {
  it('of (1 - x)^m is a ratio of beta functions', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 30 }),
        fc.integer({ min: 1, max: 30 }),
        fc.integer({ min: 0, max: 200 }),
        (a, b, m) => {
          const logBeta = (x: number, y: number): number =>
            logGamma(x) + logGamma(y) - logGamma(x + y);
          const expected = Math.exp(logBeta(a, b + m) - logBeta(a, b));
          const mean = betaMean(a, b, ({ y }) => y ** m);
          expect(Math.abs(mean - expected)).toBeLessThan(1e-11);
          if (expected > 1e-6) expect(relativeGap(mean, expected)).toBeLessThan(1e-7);
        },
      ),
    );
  });
});
