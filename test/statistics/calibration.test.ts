import { describe, expect, it } from 'vitest';
import {
  falseClearRate,
  hunts,
  plugIn,
  worlds,
  type Statistics,
} from '../../scripts/bench/calibration-worlds.js';
import * as control from '../../src/statistics/control.ts';
import * as random from '../../src/statistics/random.ts';
import * as tClear from '../../src/statistics/t-clear.ts';
import * as verdict from '../../src/statistics/verdict.ts';

const statistics: Statistics = { random, tClear, control, verdict };
const SEED = 2021;

describe.each([3, 5, 10])('with %i crashes of the control', (controlCrashes) => {
  // A tenth, the bench's bar, is at least four standard errors of so many draws.
  it.each([0.05, 0.01])('a false clearing comes as often as its beta of %d says', (beta) => {
    const rule: typeof plugIn = (known, error) =>
      tClear.clearExposure(known, { beta: error, rho: 1 });
    const options = { controlCrashes, beta, draws: 200_000, seed: SEED };
    const rate = falseClearRate(statistics, { ...options, rule });
    expect(Math.abs(rate / beta - 1)).toBeLessThan(0.1);
    const foil = falseClearRate(statistics, { ...options, rule: plugIn });
    expect(foil / beta - 1).toBeGreaterThan(0.3);
  });
});

describe('whole hunts', () => {
  const share = (
    world: (typeof worlds)[number],
    options: { rho: number; checks: boolean; controlCrashes?: number },
  ): number =>
    hunts(statistics, {
      world,
      requirement: { beta: 0.05, rho: options.rho },
      controlCrashes: options.controlCrashes ?? 5,
      draws: 600,
      seed: SEED,
      checks: options.checks,
    }).falseClears;

  // .05 and three standard errors of 600 hunts.
  it.each(worlds.filter((world) => world !== 'drift'))(
    'err at most as often as they say with rho 1 and the model checks: %s',
    (world) => {
      expect(share(world, { rho: 1, checks: true })).toBeLessThan(0.077);
    },
  );

  it('need a smaller rho where hazards drift', () => {
    expect(share('drift', { rho: 1, checks: true })).toBeGreaterThan(0.12);
    expect(share('drift', { rho: 0.33, checks: true })).toBeLessThan(0.077);
  });

  it('need the model checks where processes are immune', () => {
    const alone = share('immune', { rho: 1, checks: false, controlCrashes: 10 });
    const checked = share('immune', { rho: 1, checks: true, controlCrashes: 10 });
    expect(alone).toBeGreaterThan(0.077);
    expect(checked).toBeLessThan(0.05);
  });
});
