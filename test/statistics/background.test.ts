import { describe, expect, it } from 'vitest';
import { sequentialTest } from '../../src/statistics/background.ts';

const errors = { alpha: 0.05, beta: 0.01, rho: 0.5 };
const control = { crashes: 5, exposure: 50_000 };
const background = { crashes: 1, exposure: 100_000 };

describe('the sequential test against a background', () => {
  it("has Wald's thresholds and steps", () => {
    const test = sequentialTest(
      { control, background, variant: { crashes: 2, exposure: 30_000 } },
      errors,
    );
    // l1 = .5 * 1e-4 and lbg = 1e-5.
    expect(test?.logRatio).toBeCloseTo(2 * Math.log(5) - 4e-5 * 30_000, 12);
    expect(test?.upper).toBeCloseTo(Math.log(0.99 / 0.05), 12);
    expect(test?.lower).toBeCloseTo(Math.log(0.01 / 0.95), 12);
    expect(test?.favours).toBe('neither');
  });

  it.each([
    [4, 40_000, 'crashes'],
    [0, 200_000, 'cleared'],
    [1, 10_000, 'neither'],
  ])('with %i crashes in %i favours %s', (crashes, exposure, favours) => {
    const test = sequentialTest({ control, background, variant: { crashes, exposure } }, errors);
    expect(test?.favours).toBe(favours);
  });

  it.each([
    ['no crash in it', { crashes: 0, exposure: 1000 }],
    ['no exposure', { crashes: 0, exposure: 0 }],
    ['a rate like the control', { crashes: 5, exposure: 50_000 }],
  ])('cannot tell anything from a background with %s', (_why, quiet) => {
    const variant = { crashes: 1, exposure: 10 };
    expect(sequentialTest({ control, background: quiet, variant }, errors)).toBeNull();
  });

  it('refuses rates that cannot be', () => {
    const variant = { crashes: -1, exposure: 10 };
    expect(() => sequentialTest({ control, background, variant }, errors)).toThrow(RangeError);
  });
});
