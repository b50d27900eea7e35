import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { clearExposure, missProbability } from '../../src/statistics/t-clear.ts';

const HUNT = { crashes: 3, exposure: 28_678 };
const control = fc.record({
  crashes: fc.integer({ min: 1, max: 100 }),
  exposure: fc.double({ min: 1, max: 1e9, noNaN: true }),
});
const beta = fc.double({ min: 1e-4, max: 0.5, noNaN: true });
const rho = fc.double({ min: 0.05, max: 1, noNaN: true });

describe('the clean exposure that clears', () => {
  it.each([
    [0.05, 49_166],
    [0.01, 104_433],
  ])('of the hunt at %d is %i', (error, expected) => {
    expect(Math.round(clearExposure(HUNT, { beta: error, rho: 1 }))).toBe(expected);
  });

  // The table of facts/search-under-noise.md 5.1, in means of the control.
  it.each([
    [1, 19, 99, 999],
    [2, 6.9, 18, 61],
    [3, 5.1, 10.9, 27],
    [5, 4.1, 7.6, 14.9],
    [10, 3.5, 5.9, 10],
  ])('with %i crashes is that of the table', (crashes, ...expected) => {
    [0.05, 0.01, 0.001].forEach((error, column) => {
      const means = clearExposure({ crashes, exposure: crashes }, { beta: error, rho: 1 });
      expect(Math.abs(means - (expected[column] ?? Number.NaN))).toBeLessThanOrEqual(
        means > 20 ? 0.5 : 0.052,
      );
    });
  });

  it('tends to -ln beta means with many crashes, and is always more', () => {
    const many = clearExposure({ crashes: 1e6, exposure: 1e6 }, { beta: 0.05, rho: 1 });
    expect(many).toBeCloseTo(-Math.log(0.05), 4);
    fc.assert(
      fc.property(control, beta, rho, (known, error, share) => {
        const plugIn = (-Math.log(error) * known.exposure) / known.crashes / share;
        expect(clearExposure(known, { beta: error, rho: share })).toBeGreaterThan(plugIn);
      }),
    );
  });

  it('is where the chance of a miss has fallen to beta', () => {
    fc.assert(
      fc.property(control, beta, rho, (known, error, share) => {
        const exposure = clearExposure(known, { beta: error, rho: share });
        expect(missProbability(known, { crashes: 0, exposure }, share) / error).toBeCloseTo(1, 9);
      }),
    );
  });

  it('is out of reach while the control has shown nothing', () => {
    expect(clearExposure({ crashes: 0, exposure: 5 }, { beta: 0.05, rho: 1 })).toBe(Infinity);
    expect(clearExposure({ crashes: 1, exposure: 0 }, { beta: 0.05, rho: 1 })).toBe(Infinity);
    expect(missProbability({ crashes: 0, exposure: 5 }, { crashes: 0, exposure: 9 }, 1)).toBe(1);
  });
});

describe('the chance of a miss', () => {
  it.each([
    [1, 0.011],
    [0.5, 0.048],
  ])('after one clean loop of 100,000 with rho %d is %d', (share, expected) => {
    const loop = { crashes: 0, exposure: 100_000 };
    expect(missProbability(HUNT, loop, share)).toBeCloseTo(expected, 3);
  });

  it('is (E0 / (E0 + rho E))^c0', () => {
    fc.assert(
      fc.property(
        control,
        rho,
        fc.double({ min: 0, max: 1e10, noNaN: true }),
        (known, share, exposure) => {
          const plain = (known.exposure / (known.exposure + share * exposure)) ** known.crashes;
          expect(missProbability(known, { crashes: 0, exposure }, share)).toBeCloseTo(plain, 11);
        },
      ),
    );
  });

  it('grows with the crashes that were seen', () => {
    const missed = [0, 1, 2].map((crashes) =>
      missProbability(HUNT, { crashes, exposure: 50_000 }, 1),
    );
    expect(missed).toEqual([...missed].sort((a, b) => a - b));
    // One crash: x^3 (1 + 3 (1 - x)) with x = E0 / (E0 + E).
    const x = 28_678 / 78_678;
    expect(missed[1]).toBeCloseTo(x ** 3 * (1 + 3 * (1 - x)), 12);
  });

  it.each([0, 1.1, -1, Number.NaN])('refuses rho %d', (share) => {
    expect(() => missProbability(HUNT, { crashes: 0, exposure: 1 }, share)).toThrow(RangeError);
    expect(() => clearExposure(HUNT, { beta: 0.05, rho: share })).toThrow(RangeError);
  });

  it.each([0, 1, Number.NaN])('refuses beta %d', (error) => {
    expect(() => clearExposure(HUNT, { beta: error, rho: 1 })).toThrow(RangeError);
  });
});
