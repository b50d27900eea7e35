import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { assessControl } from '../../src/statistics/control.ts';
import { exponentialFit } from '../../src/statistics/exponential-fit.ts';
import {
  dominantSignature,
  observe,
  type Lifetime,
  type TrialOutcome,
} from '../../src/statistics/exposure.ts';
import { immuneProcesses } from '../../src/statistics/immune-processes.ts';
import { checkModel } from '../../src/statistics/model-checks.ts';
import { processUnit } from '../../src/statistics/process-unit.ts';
import { exponentialDraw, seededRandom } from '../../src/statistics/random.ts';
import { survivalCurve, type CurveStep } from '../../src/statistics/survival-curve.ts';
import { weibullShape } from '../../src/statistics/weibull.ts';
import { clean, crashed, ended, lifetimes, SIGNATURE } from './trials.ts';

const MANY = 200_000;

/** The definition, word for word: quadratic, and the oracle for what is not. */
function definition(all: readonly Lifetime[]): readonly CurveStep[] {
  const times = [...new Set(all.filter((one) => one.crashed).map(({ time }) => time))];
  let survival = 1;
  return times
    .sort((a, b) => a - b)
    .map((time) => {
      const atRisk = all.filter((lifetime) => lifetime.time >= time).length;
      const crashes = all.filter((one) => one.crashed && one.time === time).length;
      survival *= 1 - crashes / atRisk;
      return { time, atRisk, crashes, survival };
    });
}

describe('the survival curve', () => {
  it('is the one of its definition, to the last digit', () => {
    const time = fc.oneof(fc.nat({ max: 20 }), fc.double({ min: 0, max: 20, noNaN: true }));
    const lifetime = fc.record({ time, crashed: fc.boolean() });
    fc.assert(
      fc.property(fc.array(lifetime, { maxLength: 150 }), (all) => {
        expect(survivalCurve(all)).toEqual(definition(all));
      }),
    );
  });
});

/** Processes with one hazard, given up at a limit that is their own or the same for all. */
function drawn(limit: (random: () => number) => number): readonly Lifetime[] {
  const random = seededRandom(17);
  return Array.from({ length: MANY }, () => {
    const [death, end] = [exponentialDraw(random, 10_000), limit(random)];
    return { time: Math.min(death, end), crashed: death < end };
  });
}

/** What a function returns; one that is quadratic would take many minutes, a busy machine some seconds. */
function timed<Result>(run: () => Result): Result {
  const start = performance.now();
  const result = run();
  expect(performance.now() - start).toBeLessThan(20_000);
  return result;
}

describe.each([
  ['limits of their own', drawn((random) => exponentialDraw(random, 20_000))],
  ['one limit', drawn(() => 10_000)],
  ['a limit that few reach a crash before', drawn(() => 20)],
])('200,000 lifetimes with %s', (_name, all) => {
  it('have a survival curve', () => {
    const curve = timed(() => survivalCurve(all));
    const gaps = curve
      .slice(0, curve.length / 2)
      .map(({ time, survival }) => Math.abs(survival - Math.exp(-time / 10_000)));
    expect(gaps.filter((gap) => !(gap < 0.01))).toEqual([]);
  });

  it('fit the exponential that they come from', () => {
    expect(timed(() => exponentialFit(all))?.pValue).toBeGreaterThan(0.01);
  });

  it('have the Weibull shape 1', () => {
    const fit = timed(() => weibullShape(all, 0.999));
    expect(fit?.lower).toBeLessThan(1);
    expect(fit?.upper).toBeGreaterThan(1);
  });

  it('show no immune processes', () => {
    expect(timed(() => immuneProcesses(all))?.pValue).toBeGreaterThan(0.01);
  });

  it('pass the model checks', () => {
    expect(timed(() => checkModel(all, null).earliest.state)).toBe('unknown');
  });

  it('are units', () => {
    expect(timed(() => processUnit(all, 0))?.processes).toBe(MANY);
  });
});

describe('200,000 lifetimes of two kinds', () => {
  it('show the share of immune ones', () => {
    const random = seededRandom(18);
    const times = Array.from({ length: MANY }, () => {
      const time = random() < 0.3 ? Infinity : exponentialDraw(random, 10_000);
      return { time: Math.min(time, 40_000), crashed: time < 40_000 };
    });
    expect(timed(() => immuneProcesses(times))?.share).toBeCloseTo(0.3, 2);
  });
});

describe('200,000 trials', () => {
  const trials: readonly TrialOutcome[] = Array.from({ length: MANY }, (_, index) => {
    if (index % 4 === 0) return ended('hung', 10);
    return index % 4 === 1 ? clean(1000) : crashed(index, index % 4 === 2 ? SIGNATURE : `${index}`);
  });

  it('are observed', () => {
    const seen = timed(() => observe(trials, SIGNATURE, 'iterations'));
    expect(seen).toMatchObject({ crashes: MANY / 4, unknown: MANY / 4 });
    expect(seen.lifetimes.length + seen.unknown).toBe(MANY);
    expect(timed(() => dominantSignature(trials))).toBe(SIGNATURE);
  });

  it('make a control', () => {
    const control = assessControl({
      positive: trials.filter(({ signature }) => signature === null || signature === SIGNATURE),
      negative: [],
      signature: SIGNATURE,
      clock: 'iterations',
      jitThreshold: 2,
      confidence: 0.95,
    });
    expect(control.checks.earliest.figures?.iteration).toBe(2);
    expect(control.rate.crashes).toBe(MANY / 4);
  });
});

describe('a mixture', () => {
  it('is the one that the EM algorithm comes to alone, given time', () => {
    const random = seededRandom(19);
    const times = Array.from({ length: 60 }, () => {
      const time = random() < 0.4 ? Infinity : exponentialDraw(random, 1);
      const limit = 1 + 2 * random();
      return time < limit ? time : -limit;
    });
    const all = lifetimes(...times);
    const crashes = all.filter((one) => one.crashed).length;
    let [share, hazard] = [0.5, 1];
    for (let turn = 0; turn < 100_000; turn++) {
      let [immune, exposure] = [0, 0];
      for (const one of all) {
        const alive = (1 - share) * Math.exp(-hazard * one.time);
        const doubt = one.crashed ? 0 : share / (share + alive);
        immune += doubt;
        exposure += (1 - doubt) * one.time;
      }
      [share, hazard] = [immune / all.length, crashes / exposure];
    }
    expect(immuneProcesses(all)?.share).toBeCloseTo(share, 5);
  });
});
