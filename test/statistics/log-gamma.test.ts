import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { binomialTerm, logGamma, poissonTerm } from '../../src/statistics/log-gamma.ts';
import { relativeGap } from './relative-gap.ts';

describe('the logarithm of the gamma function', () => {
  // mpmath 1.3.0 with 50 digits.
  it.each([
    [1e-8, 18.42068073818021],
    [0.001, 6.907178885383853],
    [0.5, 0.5723649429247001],
    [1.5, -0.12078223763524522],
    [2.5, 0.2846828704729192],
    [3, Math.LN2],
    [7.25, 7.0521854507385395],
    [9.999, 12.799575780077413],
    [10, 12.801827480081469],
    [33.3, 82.60372358165495],
    [100_000.5, 1051293.4654351394],
  ])('at %d is %d', (x, expected) => {
    expect(relativeGap(logGamma(x), expected)).toBeLessThan(1e-13);
  });

  it('grows by ln x from x to x + 1', () => {
    fc.assert(
      fc.property(fc.double({ min: 1e-3, max: 1e6, noNaN: true }), (x) => {
        const step = logGamma(x + 1) - logGamma(x);
        expect(Math.abs(step - Math.log(x))).toBeLessThan(1e-14 * (10 + Math.abs(logGamma(x))));
      }),
    );
  });

  it.each([0, -1, Number.NaN])('refuses %d', (x) => {
    expect(() => logGamma(x)).toThrow(RangeError);
  });
});

describe('the probabilities in their saddle-point form', () => {
  it('are those of the Poisson and binomial laws', () => {
    // e^-2 2^3 / 3! and 10 choose 4 times .3^4 .7^6.
    expect(relativeGap(poissonTerm(3, 2), (Math.exp(-2) * 8) / 6)).toBeLessThan(1e-14);
    expect(relativeGap(binomialTerm(4, 6, 0.3, 0.7), 210 * 0.3 ** 4 * 0.7 ** 6)).toBeLessThan(
      1e-14,
    );
  });
});
