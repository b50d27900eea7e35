import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  exponentialDraw,
  gammaDraw,
  seededRandom,
  weibullDraw,
  xoshiro128,
  type Random,
} from '../../src/statistics/random.ts';

const DRAWS = 40_000;

describe('the generator', () => {
  it('gives the numbers of the reference implementation', () => {
    // From the authors' C code, as run for github.com/edorfaus/xoshiro-6502 (test-rom/testdata.asm).
    const next = xoshiro128([0x964d4a0c, 0xd40ab895, 0xad7fdecb, 0x3006f0f0]);
    expect([next(), next(), next(), next()]).toEqual([
      0xf1391922, 0x6fe53806, 0xa5be2840, 0xf510ee70,
    ]);
  });

  it('repeats itself with its seed and only with it', () => {
    const first = (seed: number): number[] => Array.from({ length: 4 }, seededRandom(seed));
    fc.assert(
      fc.property(fc.maxSafeNat(), fc.maxSafeNat(), (one, other) => {
        expect(first(one)).toEqual(first(one));
        if (one !== other) expect(first(one)).not.toEqual(first(other));
      }),
    );
  });

  it('stays strictly between 0 and 1 and is spread evenly', () => {
    const random = seededRandom(4);
    const bins = new Array<number>(20).fill(0);
    for (let draw = 0; draw < DRAWS; draw++) {
      const value = random();
      expect(value > 0 && value < 1).toBe(true);
      bins[Math.floor(value * 20)] = (bins[Math.floor(value * 20)] ?? 0) + 1;
    }
    const expected = DRAWS / 20;
    const chiSquare = bins.reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0);
    // The .999 quantile with 19 degrees of freedom.
    expect(chiSquare).toBeLessThan(43.82);
  });

  it('does not repeat a neighbouring seed shifted', () => {
    const [one, other] = [seededRandom(1), seededRandom(2)];
    const seen = new Set(Array.from({ length: 1000 }, one));
    expect(Array.from({ length: 1000 }, other).some((value) => seen.has(value))).toBe(false);
  });

  it.each([-1, 0.5, Number.NaN, 2 ** 53])('refuses the seed %d', (seed) => {
    expect(() => seededRandom(seed)).toThrow(RangeError);
  });
});

describe('the draws', () => {
  /** Mean and variance, each with the standard error of the mean. */
  function moments(draw: (random: Random) => number): { mean: number; variance: number } {
    const random = seededRandom(11);
    const values = Array.from({ length: DRAWS }, () => draw(random));
    const mean = values.reduce((sum, value) => sum + value, 0) / DRAWS;
    return { mean, variance: values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / DRAWS };
  }

  it.each([
    ['exponential', (random: Random) => exponentialDraw(random, 3), 3, 9],
    // Mean 2 Γ(1.5) and variance 4 (1 - Γ(1.5)^2) with shape 2 and scale 2.
    ['Weibull', (random: Random) => weibullDraw(random, 2, 2), Math.sqrt(Math.PI), 4 - Math.PI],
    ['gamma 5', (random: Random) => gammaDraw(random, 5), 5, 5],
    ['gamma .5', (random: Random) => gammaDraw(random, 0.5), 0.5, 0.5],
  ])('%s has its mean and variance', (_name, draw, mean, variance) => {
    const found = moments(draw);
    expect(Math.abs(found.mean - mean)).toBeLessThan(4 * Math.sqrt(variance / DRAWS));
    expect(Math.abs(found.variance / variance - 1)).toBeLessThan(0.06);
  });

  it('of a gamma variable need a shape', () => {
    expect(() => gammaDraw(seededRandom(1), 0)).toThrow(RangeError);
  });
});
