import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { clopperPearson } from '../../src/statistics/proportion.ts';
import { exponentialDraw, seededRandom } from '../../src/statistics/random.ts';
import {
  survivalCurve,
  survivalUpperLimit,
  type CurveStep,
} from '../../src/statistics/survival-curve.ts';
import { thinBand } from '../../src/statistics/thin-curve.ts';
import { FREIREICH, lifetimes } from './trials.ts';

/** The steps without their limits. */
function thinCurve(curve: readonly CurveStep[], most: number): readonly CurveStep[] {
  return thinBand(curve, most, 0.95).map(({ time, atRisk, crashes, survival }) => ({
    time,
    atRisk,
    crashes,
    survival,
  }));
}

/** The largest vertical gap between a curve and what was kept of it. */
function gapOf(curve: readonly CurveStep[], thin: readonly CurveStep[]): number {
  let [largest, next, survival] = [0, 0, 1];
  for (const step of curve) {
    const kept = thin[next];
    if (kept?.time === step.time) {
      survival = kept.survival;
      next++;
    }
    largest = Math.max(largest, Math.abs(survival - step.survival));
  }
  return largest;
}

const life = fc.tuple(fc.integer({ min: 1, max: 500 }), fc.boolean());
const curves = fc
  .array(life, { minLength: 1, maxLength: 200 })
  .map((drawn) => survivalCurve(lifetimes(...drawn.map(([time, end]) => (end ? time : -time)))));

describe('a thinned curve', () => {
  it('keeps both ends, few enough steps, and is near the whole', () => {
    fc.assert(
      fc.property(curves, fc.integer({ min: 2, max: 60 }), (curve, most) => {
        const thin = thinCurve(curve, most);
        expect(thin.length).toBe(Math.min(thin.length, most, curve.length));
        expect(thin[0]).toEqual(curve[0]);
        expect(thin.at(-1)).toEqual(curve.at(-1));
        for (const step of thin) expect(curve).toContainEqual(step);
        const fall = (curve[0]?.survival ?? 0) - (curve.at(-1)?.survival ?? 0);
        expect(gapOf(curve, thin)).toBeLessThanOrEqual(fall / (most - 1) + 1e-12);
      }),
    );
  });

  it('is the whole where it is short enough', () => {
    const curve = survivalCurve(FREIREICH);
    expect(thinCurve(curve, 7)).toEqual(curve);
    expect(thinCurve(curve, 100)).toEqual(curve);
    expect(thinCurve([], 2)).toEqual([]);
  });

  it('keeps the large falls, wherever they are', () => {
    const steps = [0.99, 0.98, 0.97, 0.5, 0.49, 0.48].map((survival, index) => ({
      time: index + 1,
      atRisk: 100,
      crashes: 1,
      survival,
    }));
    expect(thinCurve(steps, 3).map(({ time }) => time)).toEqual([1, 4, 6]);
  });

  it.each([1, 0, 2.5, Number.NaN])('cannot have %d steps', (most) => {
    expect(() => thinCurve([], most)).toThrow(RangeError);
    expect(() => thinBand([], most, 0.95)).toThrow(RangeError);
  });

  it('of 200,000 lifetimes takes less than a second, band and all', () => {
    const random = seededRandom(41);
    const all = Array.from({ length: 200_000 }, () => {
      const [death, end] = [exponentialDraw(random, 1), exponentialDraw(random, 2)];
      return { time: Math.min(death, end), crashed: death < end };
    });
    const curve = survivalCurve(all);
    const start = performance.now();
    const band = thinBand(curve, 200, 0.95);
    expect(performance.now() - start).toBeLessThan(1000);
    expect(band.length).toBeLessThanOrEqual(200);
    expect(gapOf(curve, band)).toBeLessThan(1 / 199);
    for (const { time, lower, upper } of band.slice(0, 150)) {
      expect(upper - lower).toBeLessThan(0.02);
      expect(Math.abs((upper + lower) / 2 - Math.exp(-time))).toBeLessThan(0.02);
    }
  });
});

describe('the band of a curve', () => {
  it("is Clopper and Pearson's when nothing is censored", () => {
    const band = thinBand(survivalCurve(lifetimes(10, 20, 30, 40, 50)), 9, 0.95);
    band.forEach(({ lower, upper }, index) => {
      const exact = clopperPearson(4 - index, 5, 0.95);
      expect(lower).toBeCloseTo(exact.lower, 10);
      expect(upper).toBeCloseTo(exact.upper, 10);
    });
  });

  it('has the upper limit that the bounds use', () => {
    const curve = survivalCurve(FREIREICH);
    for (const { time, upper } of thinBand(curve, 3, 0.9)) {
      // One-sided .95 is two-sided .9.
      expect(upper).toBeCloseTo(survivalUpperLimit(curve, time, 0.95), 10);
    }
  });

  it('holds the curve, and falls with it', () => {
    fc.assert(
      fc.property(curves, fc.double({ min: 0.5, max: 0.99, noNaN: true }), (curve, confidence) => {
        let before = { lower: 1, upper: 1 };
        for (const step of thinBand(curve, 1000, confidence)) {
          expect(step.lower).toBeLessThanOrEqual(step.survival + 1e-12);
          expect(step.upper).toBeGreaterThanOrEqual(step.survival);
          expect(step.lower).toBeLessThanOrEqual(before.lower + 1e-9);
          before = step;
        }
      }),
    );
  });

  it.each([0.3, 1, 1.5])('holds the truth often enough at %d, with few crashes', (time) => {
    const random = seededRandom(42);
    const worlds = 3000;
    let missed = 0;
    for (let world = 0; world < worlds; world++) {
      const times = Array.from({ length: 12 }, () => {
        const [death, end] = [exponentialDraw(random, 1), exponentialDraw(random, 3)];
        return death < end ? death : -end;
      });
      const steps = thinBand(survivalCurve(lifetimes(...times)), 99, 0.9);
      const at = steps.findLast((step) => step.time <= time) ?? { lower: 0, upper: 1 };
      if (at.lower > Math.exp(-time) || at.upper < Math.exp(-time)) missed++;
    }
    expect(missed / worlds).toBeLessThan(0.1 + 3 * Math.sqrt((0.1 * 0.9) / worlds));
  });

  it.each([0, 1, Number.NaN])('refuses the confidence %d', (confidence) => {
    expect(() => thinBand([], 2, confidence)).toThrow(RangeError);
  });
});
