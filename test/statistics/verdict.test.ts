import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { assessControl, type Control } from '../../src/statistics/control.ts';
import type { TrialOutcome } from '../../src/statistics/exposure.ts';
import { exponentialDraw, seededRandom } from '../../src/statistics/random.ts';
import { clearExposure } from '../../src/statistics/t-clear.ts';
import { verdictOf } from '../../src/statistics/verdict.ts';
import { clean, crashed, ended, SIGNATURE } from './trials.ts';

const HUNT = [crashed(14_618), crashed(12_478), crashed(1582)];
const requirement = { beta: 0.05, rho: 1 };

function controlOf(
  positive: readonly TrialOutcome[] = HUNT,
  negative: readonly TrialOutcome[] = [],
): Control {
  return assessControl({
    positive,
    negative,
    signature: SIGNATURE,
    clock: 'iterations',
    jitThreshold: 1039,
    confidence: 0.95,
  });
}

describe('the verdict', () => {
  it('is cleared at the known exposure and not one turn sooner', () => {
    // T_clear is 49,166.07 and 104,433.5: the next whole turn clears.
    const control = controlOf();
    expect(verdictOf(control, [clean(49_167)], requirement)).toMatchObject({
      kind: 'cleared',
      beta: 0.05,
      rho: 1,
    });
    expect(verdictOf(control, [clean(49_166)], requirement)).toMatchObject({
      kind: 'inconclusive',
      reason: 'exposure',
      bound: expect.closeTo(0.05, 5) as number,
    });
    const strict = { beta: 0.01, rho: 1 };
    expect(verdictOf(control, [clean(104_434)], strict).kind).toBe('cleared');
    expect(verdictOf(control, [clean(104_433)], strict).kind).toBe('inconclusive');
  });

  it('is cleared by exactly what the formula asks for', () => {
    const control = controlOf();
    fc.assert(
      fc.property(
        fc.double({ min: 1e-3, max: 0.5, noNaN: true }),
        fc.double({ min: 0.1, max: 1, noNaN: true }),
        fc.integer({ min: 1, max: 20 }),
        (beta, rho, parts) => {
          const needed = clearExposure(control.rate, { beta, rho });
          const trials = new Array<TrialOutcome>(parts).fill(clean(needed / parts));
          expect(verdictOf(control, trials, { beta, rho }).kind).toBe('cleared');
        },
      ),
    );
  });

  it('after one loop of 100,000 with half the hazard is cleared at .05 and not at .04', () => {
    const loop = [clean(100_000)];
    expect(verdictOf(controlOf(), loop, { beta: 0.05, rho: 0.5 }).kind).toBe('cleared');
    expect(verdictOf(controlOf(), loop, { beta: 0.04, rho: 0.5 })).toMatchObject({
      kind: 'inconclusive',
      bound: expect.closeTo(0.048, 3) as number,
    });
  });

  it('is crashes at the first matching crash', () => {
    const verdict = verdictOf(controlOf(), [clean(5000), crashed(3000)], requirement);
    expect(verdict.kind).toBe('crashes');
    expect(verdict.evidence.ratio?.ratio).toBeCloseTo((1 / 8000) * (28_678 / 3), 12);
  });

  it('is rate-changed when the interval of the ratio leaves 1 out', () => {
    const slow = [...new Array<TrialOutcome>(9).fill(clean(100_000)), crashed(3000)];
    expect(verdictOf(controlOf(), slow, requirement)).toMatchObject({
      kind: 'rate-changed',
      direction: 'rarer',
    });
    const fast = new Array<TrialOutcome>(5).fill(crashed(100));
    const early = assessControl({
      positive: HUNT,
      negative: [],
      signature: SIGNATURE,
      clock: 'iterations',
      jitThreshold: null,
      confidence: 0.95,
    });
    expect(verdictOf(early, fast, requirement)).toMatchObject({
      kind: 'rate-changed',
      direction: 'oftener',
    });
  });

  it('never is rate-changed on a model that failed its checks', () => {
    const sameTurn = controlOf(new Array<TrialOutcome>(8).fill(crashed(11_845)));
    const slow = [...new Array<TrialOutcome>(20).fill(clean(100_000)), crashed(3000)];
    expect(verdictOf(sameTurn, slow, requirement)).toMatchObject({
      kind: 'crashes',
      evidence: { ratio: { ratio: expect.closeTo(11_845 / 2_003_000, 9) as number } },
    });
  });

  it('censors and lists other signatures, hung and failed trials', () => {
    const trials = [crashed(20_000, 'abort'), ended('hung', 90_000), ended('failed', 3)];
    expect(verdictOf(controlOf(), trials, requirement)).toMatchObject({
      kind: 'inconclusive',
      reason: 'exposure',
      evidence: {
        observed: {
          crashes: 0,
          exposure: 20_000,
          foreign: [{ signature: 'abort', count: 1 }],
          unknown: 2,
        },
      },
    });
  });

  it.each([
    ['the control shows several signatures', [...HUNT, crashed(9000, 'abort')], [], [2000]],
    ['the negative control crashed', HUNT, [crashed(77, 'abort')], [2000]],
    ['the control crashed before the JIT', [...HUNT, crashed(99)], [], [2000]],
    ['it crashed before the JIT itself', HUNT, [], [500]],
  ])('wants a second crash when %s', (_why, positive, negative, [time = 0]) => {
    const control = controlOf(positive, negative);
    const once = [crashed(time)];
    expect(verdictOf(control, once, requirement)).toMatchObject({
      kind: 'inconclusive',
      reason: 'second-crash',
      evidence: { crashesNeeded: 2 },
    });
    // However long it is clean after the first: it was seen.
    const quiet = [...once, ...new Array<TrialOutcome>(99).fill(clean(100_000))];
    expect(verdictOf(control, quiet, requirement)).toMatchObject({ reason: 'second-crash' });
    expect(['crashes', 'rate-changed']).toContain(
      verdictOf(control, [...once, crashed(time)], requirement).kind,
    );
  });

  it('is open until the control has three crashes, unless the variant crashes', () => {
    const control = controlOf([crashed(5000), crashed(3000)]);
    expect(verdictOf(control, [clean(1e9)], requirement)).toMatchObject({ reason: 'control' });
    expect(verdictOf(control, [crashed(4000)], requirement).kind).toBe('crashes');
    const quiet = controlOf([]);
    expect(verdictOf(quiet, [clean(1e9)], requirement)).toMatchObject({
      reason: 'control',
      bound: 1,
    });
    expect(verdictOf(quiet, [crashed(4000)], requirement)).toMatchObject({
      kind: 'crashes',
      evidence: { ratio: null },
    });
  });

  it('is always void when the negative control has the crash', () => {
    const trial = fc.oneof(
      fc.nat({ max: 100_000 }).map((time) => crashed(time)),
      fc.nat({ max: 1_000_000 }).map(clean),
    );
    const control = controlOf(HUNT, [clean(1_000_000), crashed(5)]);
    fc.assert(
      fc.property(fc.array(trial), (trials) => {
        expect(verdictOf(control, trials, requirement)).toMatchObject({
          kind: 'inconclusive',
          reason: 'void',
        });
      }),
    );
    const told = verdictOf(control, [crashed(100), crashed(100)], requirement);
    expect(told).toMatchObject({ test: { favours: 'crashes' } });
    const nothing = verdictOf(controlOf([], [crashed(5)]), [], requirement);
    expect(nothing).toMatchObject({ reason: 'void', test: null });
  });

  it('is changed by no foreign crash at a tenth of the rate, only delayed', () => {
    const random = seededRandom(20);
    for (let world = 0; world < 300; world++) {
      const crashes = world % 2 === 0;
      const run = (foreignMean: number): string => {
        const trials: TrialOutcome[] = [];
        for (;;) {
          const own = crashes ? exponentialDraw(random, 10_000) + 1039 : Infinity;
          const foreign = exponentialDraw(random, foreignMean);
          const end = Math.min(own, foreign, 40_000);
          trials.push(
            end === own ? crashed(end) : end === foreign ? crashed(end, 'abort') : clean(end),
          );
          const { kind } = verdictOf(controlOf(), trials, { beta: 0.001, rho: 0.5 });
          if (kind !== 'inconclusive') return kind === 'cleared' ? 'cleared' : 'crashes';
        }
      };
      expect(run(100_000)).toBe(crashes ? 'crashes' : 'cleared');
    }
  });

  it('refuses a requirement that cannot be', () => {
    expect(() => verdictOf(controlOf(), [], { beta: 0, rho: 1 })).toThrow(RangeError);
    expect(() => verdictOf(controlOf(), [], { beta: 0.05, rho: 2 })).toThrow(RangeError);
  });
});
