import { describe, expect, it } from 'vitest';
import { seededRandom, weibullDraw } from '../../src/statistics/random.ts';
import { weibullShape } from '../../src/statistics/weibull.ts';
import { FREIREICH, lifetimes } from './trials.ts';

describe('the Weibull shape', () => {
  it('of the remission times is 1.354, from .724 to 2.204', () => {
    // Published: 1.354 (Lawless); the interval by a plain search of the profile likelihood.
    const fit = weibullShape(FREIREICH, 0.95);
    // The search stops at the flat top of the likelihood, half of the digits down.
    expect(fit?.shape).toBeCloseTo(1.3537345546, 6);
    expect(fit?.lower).toBeCloseTo(0.7236750007, 8);
    expect(fit?.upper).toBeCloseTo(2.2036764874, 8);
  });

  it('does not depend on the unit of time', () => {
    const weeks = weibullShape(FREIREICH, 0.95);
    const seconds = weibullShape(
      FREIREICH.map(({ time, crashed }) => ({ time: time * 604_800, crashed })),
      0.95,
    );
    expect(seconds?.shape).toBeCloseTo(weeks?.shape ?? Number.NaN, 9);
    expect(seconds?.upper).toBeCloseTo(weeks?.upper ?? Number.NaN, 9);
  });

  it.each([
    [1, 8, Infinity],
    [1, 20, 1],
    [2, 20, Infinity],
    [0.6, 20, 2],
  ])('%d lies in its interval about 95 times in 100: %i crashes, cap %d', (shape, crashes, cap) => {
    const random = seededRandom(6);
    const worlds = 1000;
    let held = 0;
    for (let world = 0; world < worlds; world++) {
      const times: number[] = [];
      while (times.filter((time) => time > 0).length < crashes) {
        const time = weibullDraw(random, shape, 1);
        times.push(time < cap ? time : -cap);
      }
      const fit = weibullShape(lifetimes(...times), 0.95);
      if (fit !== null && fit.lower <= shape && fit.upper >= shape) held++;
    }
    // The likelihood ratio is a little too narrow with 8 crashes.
    expect(held / worlds).toBeGreaterThan(0.9);
    expect(held / worlds).toBeLessThan(0.975);
  });

  it('needs 8 crashes', () => {
    expect(weibullShape(lifetimes(1, 2, 3, 4, 5, 6, 7, -8, -9), 0.95)).toBeNull();
    expect(weibullShape(lifetimes(1, 2, 3, 4, 5, 6, 7, 8, -9), 0.95)).not.toBeNull();
  });

  it('is endless when every process crashes at the same turn', () => {
    const same = lifetimes(...new Array<number>(8).fill(11_845));
    expect(weibullShape(same, 0.95)).toEqual({ shape: Infinity, lower: Infinity, upper: Infinity });
  });

  it('bears times that are nearly equal, and a crash before the first tick', () => {
    const near = lifetimes(...Array.from({ length: 8 }, (_, index) => 11_845 + index));
    expect(weibullShape(near, 0.95)?.lower).toBeGreaterThan(100);
    const early = [{ time: 0, crashed: true }, ...lifetimes(1, 2, 3, 4, 5, 6, 7, -0.5)];
    expect(weibullShape([...early, { time: 0, crashed: false }], 0.95)?.shape).toBeGreaterThan(0.5);
  });
});
