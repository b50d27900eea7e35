import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { poissonDraw } from '../../scripts/bench/nights-worlds.js';
import { clopperPearson } from '../../src/statistics/proportion.ts';
import { gammaDraw, seededRandom } from '../../src/statistics/random.ts';
import { compareRates, compareSpreadRates } from '../../src/statistics/rate-comparison.ts';
import { relativeGap } from './relative-gap.ts';

const crashes = fc.nat({ max: 2000 });
const exposure = fc.double({ min: 1e-3, max: 1e9, noNaN: true });
const rate = fc.record({ crashes, exposure });
const confidence = fc.double({ min: 0.5, max: 0.999, noNaN: true });

/** The chance of at most `most` among `n` with this share, summed term by term. */
function binomialCdf(most: number, n: number, share: number): number {
  let [term, sum] = [(1 - share) ** n, 0];
  for (let count = 0; count <= most; count++) {
    sum += term;
    term *= ((n - count) / (count + 1)) * (share / (1 - share));
  }
  return sum;
}

describe('the ratio of two rates', () => {
  it("is that of the share's interval by Clopper and Pearson", () => {
    fc.assert(
      fc.property(rate, rate, confidence, (before, after, level) => {
        fc.pre(before.crashes > 0 && after.crashes > 0);
        const found = compareRates({ before, after }, level);
        const share = clopperPearson(after.crashes, before.crashes + after.crashes, level);
        const scale = before.exposure / after.exposure;
        const ratio = (p: number): number => (p / (1 - p)) * scale;
        expect(relativeGap(found?.lower ?? 0, ratio(share.lower))).toBeLessThan(1e-8);
        expect(relativeGap(found?.upper ?? 0, ratio(share.upper))).toBeLessThan(1e-8);
      }),
    );
  });

  it('has as p-value twice the smaller binomial tail', () => {
    // 12 against 4 in twice the time: of 16 crashes 12 or more after, each with the share 2/3.
    const pair = { before: { crashes: 4, exposure: 10 }, after: { crashes: 12, exposure: 20 } };
    const found = compareRates(pair, 0.95);
    expect(found?.ratio).toBeCloseTo(1.5, 12);
    expect(found?.pValue).toBeCloseTo(2 * (1 - binomialCdf(11, 16, 2 / 3)), 12);
    const swapped = compareRates({ before: pair.after, after: pair.before }, 0.95);
    expect(swapped?.pValue).toBeCloseTo(found?.pValue ?? -1, 12);
  });

  it('leaves 1 out exactly when the p-value is below 1 - confidence', () => {
    fc.assert(
      fc.property(rate, rate, confidence, (before, after, level) => {
        const found = compareRates({ before, after }, level);
        fc.pre(found !== null && Math.abs(found.pValue - (1 - level)) > 1e-9);
        expect(found.lower > 1 || found.upper < 1).toBe(found.pValue < 1 - level);
      }),
    );
  });

  it('turns over with the two runs', () => {
    fc.assert(
      fc.property(rate, rate, confidence, (before, after, level) => {
        const there = compareRates({ before, after }, level);
        const back = compareRates({ before: after, after: before }, level);
        fc.pre(there !== null && back !== null);
        expect(relativeGap(there.lower * back.upper, 1) < 1e-9 || there.lower === 0).toBe(true);
        expect(relativeGap(there.pValue, back.pValue)).toBeLessThan(1e-8);
      }),
    );
  });

  it('is open on the side without a crash', () => {
    const none = { crashes: 0, exposure: 100 };
    const some = { crashes: 7, exposure: 100 };
    // .025 = (1 / (1 + ratio))^7.
    const limit = 0.025 ** (-1 / 7) - 1;
    const vanished = compareRates({ before: some, after: none }, 0.95);
    expect(vanished).toMatchObject({ ratio: 0, lower: 0 });
    expect(vanished?.upper).toBeCloseTo(limit, 10);
    expect(vanished?.pValue).toBeCloseTo(2 / 2 ** 7, 12);
    const appeared = compareRates({ before: none, after: some }, 0.95);
    expect(appeared).toMatchObject({ ratio: Infinity, upper: Infinity });
    expect(appeared?.lower).toBeCloseTo(1 / limit, 10);
  });

  it('is unknown without exposure or any crash', () => {
    const none = { crashes: 0, exposure: 100 };
    const some = { crashes: 3, exposure: 100 };
    expect(compareRates({ before: none, after: none }, 0.95)).toBeNull();
    expect(compareRates({ before: { crashes: 1, exposure: 0 }, after: some }, 0.95)).toBeNull();
    expect(compareRates({ before: some, after: { crashes: 0, exposure: 0 } }, 0.95)).toBeNull();
  });

  it('is refused for numbers that cannot be', () => {
    const some = { crashes: 3, exposure: 100 };
    const wrong = { crashes: 1.5, exposure: 100 };
    expect(() => compareRates({ before: some, after: wrong }, 0.95)).toThrow(RangeError);
    expect(() => compareRates({ before: wrong, after: some }, 0.95)).toThrow(RangeError);
    expect(() => compareRates({ before: some, after: some }, 1)).toThrow('confidence');
    for (const spread of [
      { before: -1, after: 0 },
      { before: 0, after: Infinity },
      { before: Number.NaN, after: 0 },
    ]) {
      expect(() => compareSpreadRates({ before: some, after: some }, 0.9, spread)).toThrow(
        'spread',
      );
    }
  });

  it.each([0.5, 2, 10, 60])('holds the truth often enough with %d crashes expected', (expected) => {
    const random = seededRandom(31);
    const worlds = 3000;
    let missed = 0;
    for (let world = 0; world < worlds; world++) {
      const before = { crashes: poissonDraw(random, expected), exposure: 1 };
      const after = { crashes: poissonDraw(random, 3 * expected), exposure: 2 };
      const found = compareRates({ before, after }, 0.9);
      if (found !== null && (found.lower > 1.5 || found.upper < 1.5)) missed++;
    }
    expect(missed / worlds).toBeLessThan(0.1 + 3 * Math.sqrt((0.1 * 0.9) / worlds));
  });
});

describe('the ratio of two rates with a spread', () => {
  it('is never narrower than without', () => {
    const spread = fc.record({
      before: fc.double({ min: 0, max: 3, noNaN: true }),
      after: fc.double({ min: 0, max: 3, noNaN: true }),
    });
    fc.assert(
      fc.property(rate, rate, confidence, spread, (before, after, level, one) => {
        const exact = compareRates({ before, after }, level);
        const wide = compareSpreadRates({ before, after }, level, one);
        fc.pre(exact !== null && wide !== null);
        expect(wide.lower).toBeLessThanOrEqual(exact.lower);
        expect(wide.upper).toBeGreaterThanOrEqual(exact.upper);
        expect(wide.pValue).toBeGreaterThanOrEqual(exact.pValue);
        expect(wide.ratio).toBe(exact.ratio);
      }),
    );
  });

  it('holds the truth as often as it says where the spread is known', () => {
    const random = seededRandom(32);
    const [worlds, shape] = [4000, 4];
    let missed = 0;
    for (let world = 0; world < worlds; world++) {
      const factor = gammaDraw(random, shape) / shape;
      const before = { crashes: poissonDraw(random, 400), exposure: 4 };
      const after = { crashes: poissonDraw(random, 100 * factor), exposure: 1 };
      const spread = { before: 0, after: 1 / shape };
      const found = compareSpreadRates({ before, after }, 0.9, spread);
      if (found !== null && (found.lower > 1 || found.upper < 1)) missed++;
    }
    expect(Math.abs(missed / worlds - 0.1)).toBeLessThan(3 * Math.sqrt((0.1 * 0.9) / worlds));
  });
});
