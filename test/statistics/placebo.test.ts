import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { claimOf, maskedFraction, saltedMissProbability } from '../../src/statistics/placebo.ts';
import { missProbability } from '../../src/statistics/t-clear.ts';

const CONTROL = { crashes: 5, exposure: 50_000 };

describe('the masked fraction', () => {
  it.each([
    [0, 0.0714, 0, 0.4593],
    [1, 0.2143, 0.0042, 0.6412],
    [6, 0.9286, 0.5407, 1],
  ])('of %i in 6 placebos', (masked, estimate, lower, upper) => {
    const found = maskedFraction({ placebos: 6, masked }, 0.95);
    expect(found.estimate).toBeCloseTo(estimate, 4);
    expect(found.interval.lower).toBeCloseTo(lower, 4);
    expect(found.interval.upper).toBeCloseTo(upper, 4);
    expect(found.saltSearch).toBe(true);
  });

  it('lets a search go unsalted only after ten crashing placebos or more', () => {
    expect(maskedFraction({ placebos: 9, masked: 0 }, 0.95).saltSearch).toBe(false);
    expect(maskedFraction({ placebos: 8, masked: 0 }, 0.95).saltSearch).toBe(true);
  });

  it('is anything without a placebo', () => {
    expect(maskedFraction({ placebos: 0, masked: 0 }, 0.95)).toMatchObject({
      estimate: 0.5,
      interval: { lower: 0, upper: 1 },
    });
  });

  it('refuses counts that cannot be', () => {
    expect(() => maskedFraction({ placebos: 6, masked: 7 }, 0.95)).toThrow(RangeError);
  });
});

describe('the chance of a miss over layouts', () => {
  const exposures = fc.array(fc.double({ min: 0, max: 1e6, noNaN: true }), {
    minLength: 1,
    maxLength: 8,
  });

  it('is the plain one when nothing is masked', () => {
    fc.assert(
      fc.property(exposures, (times) => {
        const exposure = times.reduce((sum, time) => sum + time, 0);
        const plain = missProbability(CONTROL, { crashes: 0, exposure }, 0.5);
        const salted = saltedMissProbability(CONTROL, times, { rho: 0.5, masked: 0 });
        expect(salted).toBeCloseTo(plain, 10);
      }),
    );
  });

  it('on one layout is m + (1 - m) S(T)', () => {
    const s = missProbability(CONTROL, { crashes: 0, exposure: 80_000 }, 0.5);
    const salted = saltedMissProbability(CONTROL, [80_000], { rho: 0.5, masked: 0.3 });
    expect(salted).toBeCloseTo(0.3 + 0.7 * s, 10);
  });

  it('is never less than m^s, nor than the product of the single chances', () => {
    fc.assert(
      fc.property(exposures, fc.double({ min: 0, max: 1, noNaN: true }), (times, masked) => {
        const chance = (some: readonly number[]): number =>
          saltedMissProbability(CONTROL, some, { rho: 0.5, masked });
        const product = times.reduce((all, time) => all * chance([time]), 1);
        expect(chance(times)).toBeGreaterThanOrEqual(product - 1e-12);
        expect(chance(times)).toBeGreaterThanOrEqual(masked ** times.length - 1e-12);
        expect(chance([...times, 1e5])).toBeLessThanOrEqual(chance(times) + 1e-12);
      }),
    );
  });

  it.each([
    [{ crashes: 0, exposure: 5 }, 0.5, 0.1],
    [{ crashes: 5, exposure: 0 }, 0.5, 0.1],
    [CONTROL, 0, 0.1],
    [CONTROL, 0.5, 1.1],
  ])('refuses %o with rho %d and m %d', (control, rho, masked) => {
    expect(() => saltedMissProbability(control, [1], { rho, masked })).toThrow(RangeError);
  });
});

describe('what may be said of a cleared row', () => {
  const claim = (masked: number, layouts: number, budgeted = false): ReturnType<typeof claimOf> =>
    claimOf(maskedFraction({ placebos: 6, masked }, 0.95), layouts, { budgeted });

  it.each([
    [0, 2],
    [1, 2],
    [2, 3],
    [3, 5],
  ])('with %i of 6 masked, causal takes %i layouts', (masked, layouts) => {
    expect(claim(masked, layouts, true)).toEqual({
      claim: 'causal',
      saltsNeeded: layouts,
      because: null,
    });
    expect(claim(masked, layouts - 1, true)).toMatchObject({
      claim: 'clears',
      because: 'too-few-layouts',
    });
  });

  it('is not causal where layout hides the crash too often, unless the budget was given', () => {
    expect(claim(2, 99)).toMatchObject({ claim: 'clears', because: 'masking-too-common' });
    expect(claim(2, 99, true).claim).toBe('causal');
  });

  it('is not causal while no placebo crashes', () => {
    expect(claim(6, 999, true)).toMatchObject({ claim: 'clears', because: 'placebos-quiet' });
    const none = maskedFraction({ placebos: 0, masked: 0 }, 0.95);
    expect(claimOf(none, 99, { budgeted: true }).because).toBe('placebos-quiet');
  });
});
