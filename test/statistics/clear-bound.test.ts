import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { clearBound } from '../../src/statistics/clear-bound.ts';
import { assessControl, type Control } from '../../src/statistics/control.ts';
import { observe, type TrialOutcome } from '../../src/statistics/exposure.ts';
import { clearExposure, missProbability } from '../../src/statistics/t-clear.ts';
import { clean, crashed, SIGNATURE } from './trials.ts';

const requirement = { beta: 0.05, rho: 0.5 };

function controlOf(positive: readonly TrialOutcome[]): Control {
  return assessControl({
    positive,
    negative: [],
    signature: SIGNATURE,
    clock: 'iterations',
    jitThreshold: null,
    confidence: 0.95,
  });
}

function boundOf(control: Control, trials: readonly TrialOutcome[]): ReturnType<typeof clearBound> {
  return clearBound(control, observe(trials, SIGNATURE, 'iterations'), requirement);
}

const regular = controlOf([14_618, 12_478, 1582, 6000, 9000].map((time) => crashed(time)));
const sameTurn = controlOf(new Array<TrialOutcome>(8).fill(crashed(11_845)));
/** Four of nine processes never crash: seen as such, not yet as another shape of the curve. */
const immune = controlOf([
  ...[100, 250, 50, 400, 300].map((time) => crashed(time)),
  ...new Array<TrialOutcome>(4).fill(clean(1000)),
]);
/** Seen as both. */
const plateau = controlOf([
  ...[100, 250, 50, 400, 300].map((time) => crashed(time)),
  ...new Array<TrialOutcome>(5).fill(clean(20_000)),
]);

describe('the bound of a clean variant', () => {
  it('is the formula when no check failed', () => {
    fc.assert(
      fc.property(fc.array(fc.nat({ max: 50_000 })), (times) => {
        const exposure = times.reduce((sum, time) => sum + time, 0);
        const found = boundOf(regular, times.map(clean));
        const bound = missProbability(regular.rate, { crashes: 0, exposure }, 0.5);
        expect(found).toMatchObject({ basis: 'formula', bound, considered: [{ bound }] });
        const needed = clearExposure(regular.rate, requirement);
        expect(found.remaining).toEqual({
          exposure: Math.max(0, needed - exposure),
          processes: null,
        });
      }),
    );
  });

  it('rests on the survival curve when the hazard grows', () => {
    const found = boundOf(sameTurn, [clean(11_844), clean(11_844)]);
    // The formula would count what lies before the only turn at which it ever crashed.
    expect(found.basis).toBe('survival-curve');
    expect(found.bound).toBe(1);
    expect(found.considered[0]?.bound).toBeLessThan(0.5);
    // 0 of 8 lived on: at most .312 do, each clean process counts as its square root.
    const factor = Math.sqrt(1 - 0.05 ** (1 / 8));
    const one = boundOf(sameTurn, [clean(11_845)]);
    expect(one.considered[1]?.bound).toBeCloseTo(factor, 10);
    expect(one.remaining.processes).toEqual({
      count: Math.ceil(Math.log(0.05 / factor) / Math.log(factor)),
      length: 11_845,
    });
  });

  it('rests on whole processes when some are immune', () => {
    const long = boundOf(immune, [clean(10_000_000)]);
    // E[1 - p / 2] with p of B(5, 5), however long the one process lived.
    expect(long).toMatchObject({
      basis: 'processes',
      bound: expect.closeTo(0.75, 10) as number,
      remaining: { exposure: 0, processes: { length: 400 } },
    });
    // Shorter than the latest crash: no unit at all.
    expect(boundOf(immune, [clean(399)]).bound).toBeCloseTo(1, 12);
  });

  it('is the widest of all that failed checks call for', () => {
    const { basis, bound, considered } = boundOf(plateau, [clean(10_000_000)]);
    expect(considered.map((one) => one.basis)).toEqual(['formula', 'survival-curve', 'processes']);
    expect(considered).toContainEqual({ basis, bound });
    expect(bound).toBe(Math.max(...considered.map((one) => one.bound)));
  });

  it.each([
    ['the survival curve', sameTurn],
    ['processes', immune],
    ['both', plateau],
  ])('by %s falls to beta with what is said to remain, and not one process sooner', (_name, of) => {
    const { count, length } = boundOf(of, []).remaining.processes ?? { count: 0, length: 0 };
    const enough = Math.ceil(clearExposure(of.rate, requirement));
    const run = (processes: number): number => {
      const { considered } = boundOf(of, new Array<TrialOutcome>(processes).fill(clean(length)));
      return Math.max(...considered.slice(1).map(({ bound }) => bound));
    };
    expect(run(count)).toBeLessThanOrEqual(0.05);
    expect(run(count - 1)).toBeGreaterThan(0.05);
    const done = boundOf(of, new Array<TrialOutcome>(count).fill(clean(enough)));
    expect(done.bound).toBeLessThanOrEqual(0.05);
    expect(done.remaining).toEqual({ exposure: 0, processes: { count: 0, length } });
  });

  it('is none once the crash was seen and a check failed', () => {
    expect(
      boundOf(plateau, [crashed(5), ...new Array<TrialOutcome>(99).fill(clean(500))]).bound,
    ).toBe(1);
  });

  it('is none while the control has not crashed', () => {
    const quiet = controlOf([clean(100)]);
    expect(boundOf(quiet, [clean(1e6)])).toEqual({
      basis: 'formula',
      bound: 1,
      considered: [{ basis: 'formula', bound: 1 }],
      remaining: { exposure: Infinity, processes: null },
    });
  });
});
