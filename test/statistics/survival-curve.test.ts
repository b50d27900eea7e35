import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { clopperPearson } from '../../src/statistics/proportion.ts';
import { exponentialDraw, seededRandom } from '../../src/statistics/random.ts';
import {
  restrictedMean,
  survivalCurve,
  survivalUpperLimit,
} from '../../src/statistics/survival-curve.ts';
import { FREIREICH, lifetimes } from './trials.ts';

describe("Kaplan and Meier's curve", () => {
  it('of the remission times is the published one', () => {
    const curve = survivalCurve(FREIREICH);
    expect(curve.map(({ time }) => time)).toEqual([6, 7, 10, 13, 16, 22, 23]);
    expect(curve.map(({ atRisk }) => atRisk)).toEqual([21, 17, 15, 12, 11, 7, 6]);
    const published = [0.857, 0.807, 0.753, 0.69, 0.627, 0.538, 0.448];
    curve.forEach(({ survival }, index) => expect(survival).toBeCloseTo(published[index] ?? -1, 3));
  });

  it('falls from 1 and ends at 0 only when the longest lifetime is a crash', () => {
    const life = fc.integer({ min: 1, max: 50 });
    fc.assert(
      fc.property(fc.array(fc.tuple(life, fc.boolean()), { minLength: 1 }), (drawn) => {
        const all = lifetimes(...drawn.map(([time, crash]) => (crash ? time : -time)));
        const steps = survivalCurve(all).map(({ survival }) => survival);
        expect([1, ...steps]).toEqual([1, ...steps].sort((a, b) => b - a));
        const longest = Math.max(...all.map(({ time }) => time));
        const toTheEnd = all.every(({ time, crashed }) => time < longest || crashed);
        expect((steps.at(-1) ?? 1) < 1e-12).toBe(toTheEnd);
      }),
    );
  });
});

describe('the upper limit of the survival', () => {
  it("is Clopper and Pearson's when nothing is censored", () => {
    const curve = survivalCurve(lifetimes(10, 20, 30, 40, 50));
    for (const [time, lived] of [
      [10, 4],
      [35, 2],
      [50, 0],
      [1000, 0],
    ] as const) {
      // One-sided .95 is two-sided .9.
      const { upper } = clopperPearson(lived, 5, 0.9);
      expect(survivalUpperLimit(curve, time, 0.95)).toBeCloseTo(upper, 10);
    }
  });

  it('is 1 before the first crash', () => {
    expect(survivalUpperLimit(survivalCurve(lifetimes(10, 20)), 9.9, 0.95)).toBe(1);
  });

  it('is above the curve and wider when processes were given up', () => {
    const curve = survivalCurve(FREIREICH);
    for (const { time, survival } of curve) {
      expect(survivalUpperLimit(curve, time, 0.95)).toBeGreaterThan(survival);
    }
    const early = survivalCurve(lifetimes(10, -15, -15, 20, 30));
    const whole = survivalCurve(lifetimes(10, 16, 17, 20, 30));
    expect(survivalUpperLimit(early, 30, 0.95)).toBeGreaterThan(
      survivalUpperLimit(whole, 30, 0.95),
    );
  });

  it('is above the truth in at least 95 % of the worlds, with few crashes and censoring', () => {
    const random = seededRandom(8);
    const worlds = 3000;
    let held = 0;
    for (let world = 0; world < worlds; world++) {
      const times = Array.from({ length: 8 }, () => {
        const [death, end] = [exponentialDraw(random, 1), exponentialDraw(random, 2)];
        return death < end ? death : -end;
      });
      const limit = survivalUpperLimit(survivalCurve(lifetimes(...times)), 1, 0.95);
      if (limit >= Math.exp(-1)) held++;
    }
    expect(held / worlds).toBeGreaterThan(0.95 - 3 * Math.sqrt((0.95 * 0.05) / worlds));
  });
});

describe('the restricted mean', () => {
  it('is the area under the curve', () => {
    const curve = survivalCurve(lifetimes(10, 20, 30, -30));
    expect(restrictedMean(curve, 5)).toBe(5);
    expect(restrictedMean(curve, 20)).toBeCloseTo(10 + 7.5, 12);
    expect(restrictedMean(curve, 40)).toBeCloseTo(10 + 7.5 + 5 + 2.5, 12);
  });
});
