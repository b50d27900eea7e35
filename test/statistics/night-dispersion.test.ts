import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { drawNight } from '../../scripts/bench/nights-worlds.js';
import type { Rate } from '../../src/statistics/hazard.ts';
import { FEWEST_NIGHTS, nightDispersion } from '../../src/statistics/night-dispersion.ts';
import * as random from '../../src/statistics/random.ts';

function nightsOf(...crashes: readonly number[]): readonly Rate[] {
  return crashes.map((count) => ({ crashes: count, exposure: 1000 }));
}

function factorial(n: number): number {
  return n < 2 ? 1 : n * factorial(n - 1);
}

/** The dispersions of so many worlds of nights. */
function worlds(
  count: number,
  { nights, expected, shape }: Record<'nights' | 'expected' | 'shape', number>,
): readonly ReturnType<typeof nightDispersion>[] {
  const next = random.seededRandom(12);
  return Array.from({ length: count }, () =>
    nightDispersion(
      Array.from({ length: nights }, (_, index) =>
        drawNight(random, next, { expected, shape, ratio: 1, exposure: index % 2 ? 8e4 : 1e5 }),
      ),
    ),
  );
}

describe('the dispersion of nights', () => {
  it("is Pearson's statistic and the spread by moments", () => {
    // Mean 10: 36 + 1 + 25 + 4 + 16 over 10; the variance of a rate is 20.5 - 10, over 100.
    const found = nightDispersion(nightsOf(16, 9, 5, 12, 6, 12));
    expect(found?.nights).toBe(6);
    const statistic = (36 + 1 + 25 + 4 + 16 + 4) / 10;
    expect(found?.statistic).toBeCloseTo(statistic, 12);
    expect(found?.spread).toBeCloseTo((statistic / 5 - 1) / 10, 10);
    expect(found?.shape).toBeCloseTo(10 / (statistic / 5 - 1), 8);
    // The 20 % quantile of chi-square with 5 degrees of freedom is 2.3425.
    expect(found?.upperSpread).toBeCloseTo((statistic / 2.342534306 - 1) / 10, 8);
  });

  it("has Haldane's variance behind its p-value", () => {
    // All splits of 4 crashes over 3 equal nights: mean 2, variance 2 (3 - 1) (4 - 1) / 4.
    let [mean, square] = [0, 0];
    for (let a = 0; a <= 4; a++) {
      for (let b = 0; b <= 4 - a; b++) {
        const counts = [a, b, 4 - a - b];
        const ways = counts.reduce((all, n) => all / factorial(n), factorial(4)) / 3 ** 4;
        const statistic = nightDispersion(nightsOf(...counts))?.statistic ?? Number.NaN;
        mean += ways * statistic;
        square += ways * statistic * statistic;
      }
    }
    expect(mean).toBeCloseTo(2, 10);
    expect(square - mean * mean).toBeCloseTo(3, 10);
    // All in one night has the chance 3 / 81.
    expect(nightDispersion(nightsOf(4, 0, 0))?.pValue).toBeCloseTo(3 / 81, 1);
    expect(nightDispersion(nightsOf(2, 1, 1))?.pValue).toBeGreaterThan(0.5);
  });

  it('is none where nights are more alike than chance makes them', () => {
    const alike = nightDispersion(nightsOf(10, 10, 11, 10, 10));
    expect(alike).toMatchObject({ spread: 0, shape: Infinity, upperSpread: 0 });
    expect(alike?.pValue).toBeGreaterThan(0.99);
  });

  it('says nothing with one crash in equal nights', () => {
    expect(nightDispersion(nightsOf(1, 0, 0, 0))?.pValue).toBe(1);
  });

  it('needs three nights with exposure, and a crash', () => {
    expect(FEWEST_NIGHTS).toBe(3);
    expect(nightDispersion(nightsOf(3, 9))).toBeNull();
    expect(nightDispersion([...nightsOf(3, 9), { crashes: 0, exposure: 0 }])).toBeNull();
    expect(nightDispersion(nightsOf(0, 0, 0))).toBeNull();
    expect(nightDispersion(nightsOf(3, 9, 0))).not.toBeNull();
    expect(() => nightDispersion(nightsOf(-1))).toThrow(RangeError);
  });

  it('does not depend on the unit of exposure or the order of nights', () => {
    const night = fc.record({
      crashes: fc.nat({ max: 300 }),
      exposure: fc.integer({ min: 1, max: 9 }),
    });
    fc.assert(
      fc.property(fc.array(night, { minLength: 3, maxLength: 14 }), (nights) => {
        const found = nightDispersion(nights);
        fc.pre(found !== null);
        const other = nightDispersion(
          nights.map((one) => ({ ...one, exposure: one.exposure * 1e6 })).reverse(),
        );
        expect(other?.statistic).toBeCloseTo(found.statistic, 6);
        expect(other?.pValue).toBeCloseTo(found.pValue, 8);
        expect(other?.spread).toBeCloseTo(found.spread, 6);
        expect(found.upperSpread).toBeGreaterThanOrEqual(found.spread);
      }),
    );
  });

  it.each([
    [3, 0.5],
    [7, 0.5],
    [7, 5],
    [14, 2],
    [14, 100],
  ])('is seldom called one where there is none: %i nights, %d crashes', (nights, expected) => {
    const all = worlds(2000, { nights, expected, shape: Infinity });
    const alarms = all.filter((one) => (one?.pValue ?? 1) < 0.05).length / all.length;
    // The law is approximate: a fifth more at most, and three standard errors.
    expect(alarms).toBeLessThan(0.06 + 3 * Math.sqrt((0.05 * 0.95) / all.length));
  });

  it.each([4, 10])('is found about right with the shape %i', (shape) => {
    const all = worlds(1000, { nights: 14, expected: 50, shape });
    const spreads = all.map((one) => one?.spread ?? 0);
    const mean = spreads.reduce((sum, one) => sum + one, 0) / spreads.length;
    expect(mean * shape).toBeGreaterThan(0.85);
    expect(mean * shape).toBeLessThan(1.1);
    const held = all.filter((one) => (one?.upperSpread ?? 0) > 1 / shape).length / all.length;
    // Gamma rates have heavier tails than the chi-square law of the limit knows.
    expect(held).toBeGreaterThan(0.7);
    expect(all.filter((one) => (one?.pValue ?? 1) < 0.01).length / all.length).toBeGreaterThan(
      0.95,
    );
  });
});
