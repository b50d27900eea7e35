import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  bestProcessCap,
  processMissProbability,
  processUnit,
} from '../../src/statistics/process-unit.ts';
import { exponentialDraw, seededRandom } from '../../src/statistics/random.ts';
import { survivalCurve } from '../../src/statistics/survival-curve.ts';
import { lifetimes } from './trials.ts';

describe('processes as units', () => {
  it('are as long as the latest crash, and unknown ones count as clean', () => {
    expect(processUnit(lifetimes(10, -100, 30, -5), 2)).toEqual({
      length: 30,
      crashed: 2,
      processes: 6,
    });
    expect(processUnit(lifetimes(-1), 0)).toBeNull();
  });

  it('stay clean with the beta-binomial chance', () => {
    // All 5 of 5 crashed: E[(1 - p)^m] over B(5, 1) is 5 B(5, m + 1) = 1 / (m + 5 over 5).
    const unit = { length: 1, crashed: 5, processes: 5 };
    expect(processMissProbability(unit, 1, 1)).toBeCloseTo(1 / 6, 10);
    expect(processMissProbability(unit, 2, 1)).toBeCloseTo(1 / 21, 10);
    expect(processMissProbability(unit, 0, 1)).toBeCloseTo(1, 12);
  });

  it('say less with a smaller rho and more with each clean one', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 10 }),
        fc.nat({ max: 10 }),
        fc.nat({ max: 100 }),
        fc.double({ min: 0.1, max: 0.9, noNaN: true }),
        (crashed, clean, count, rho) => {
          const unit = { length: 1, crashed, processes: crashed + clean };
          const missed = processMissProbability(unit, count + 1, 1);
          expect(processMissProbability(unit, count + 1, rho)).toBeGreaterThan(missed);
          expect(processMissProbability(unit, count, 1)).toBeGreaterThan(missed);
        },
      ),
    );
  });

  it('err no more often than they say, whatever the share of processes that crash', () => {
    for (const share of [0.2, 0.5, 0.9]) {
      const random = seededRandom(12);
      const worlds = 20_000;
      let missed = 0;
      const known = new Map<number, number>();
      for (let world = 0; world < worlds; world++) {
        let [crashed, processes] = [0, 0];
        while (crashed < 5) {
          processes += 1;
          if (random() < share) crashed += 1;
        }
        const needed = known.get(processes) ?? cleanNeeded(processes);
        known.set(processes, needed);
        // The chance that so many processes are clean in a row, with one draw.
        if (random() < (1 - share) ** needed) missed += 1;
      }
      expect(missed / worlds).toBeLessThan(0.05 + 3 * Math.sqrt((0.05 * 0.95) / worlds));
    }
  });

  function cleanNeeded(processes: number): number {
    const unit = { length: 1, crashed: 5, processes };
    for (let count = 1; ; count++) {
      if (processMissProbability(unit, count, 1) <= 0.05) return count;
    }
  }
});

describe('the best cap of a process', () => {
  it('is where crashes come fastest for the time spent', () => {
    // After 10: .5 / (5 + 10); after 100: 1 / (5 + 10 + 45).
    const curve = survivalCurve(lifetimes(10, 100));
    expect(bestProcessCap(curve, 5)).toBe(10);
    // A start that costs a lot is better used to the end.
    expect(bestProcessCap(curve, 500)).toBe(100);
  });

  it('is short where some processes never crash', () => {
    const random = seededRandom(2);
    const times = Array.from({ length: 200 }, () =>
      random() < 0.5 ? -100 : exponentialDraw(random, 1),
    );
    expect(bestProcessCap(survivalCurve(lifetimes(...times)), 1)).toBeLessThan(4);
  });

  it('is unknown without a crash', () => {
    expect(bestProcessCap([], 1)).toBeNull();
  });
});
