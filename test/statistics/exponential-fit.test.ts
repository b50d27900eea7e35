import { describe, expect, it } from 'vitest';
import { exponentialFit } from '../../src/statistics/exponential-fit.ts';
import { exponentialDraw, seededRandom, weibullDraw } from '../../src/statistics/random.ts';
import { lifetimes } from './trials.ts';

/** How often the fit is refused at .05, for so many crashes drawn and given up at the cap. */
function refused(draw: () => number, { crashes, cap }: { crashes: number; cap: number }): number {
  const worlds = 2000;
  let count = 0;
  for (let world = 0; world < worlds; world++) {
    const times: number[] = [];
    while (times.filter((time) => time > 0).length < crashes) {
      const time = draw();
      times.push(time < cap ? time : -cap);
    }
    if ((exponentialFit(lifetimes(...times))?.pValue ?? 1) < 0.05) count++;
  }
  return count / worlds;
}

describe('the fit of an exponential', () => {
  it.each([
    [5, Infinity],
    [5, 0.5],
    [20, 1],
  ])('is refused in 5 %% of the true worlds: %i crashes, cap %d', (crashes, cap) => {
    const random = seededRandom(3);
    const rate = refused(() => exponentialDraw(random, 1), { crashes, cap });
    expect(Math.abs(rate - 0.05)).toBeLessThan(0.02);
  });

  it('is refused for most warm-ups with 20 crashes', () => {
    const random = seededRandom(3);
    const draw = (): number => 0.5 + exponentialDraw(random, 1);
    expect(refused(draw, { crashes: 20, cap: 4 })).toBeGreaterThan(0.9);
  });

  it('is refused for most growing hazards with 20 crashes', () => {
    const random = seededRandom(3);
    const draw = (): number => weibullDraw(random, 2, 1);
    expect(refused(draw, { crashes: 20, cap: 4 })).toBeGreaterThan(0.8);
  });

  it('tells the distance from the curve and where it is', () => {
    // Mean 10: at 7 the curve is still 1 and the exponential e^-.7; that is the largest gap.
    const fit = exponentialFit(lifetimes(7, 9, 11, 13));
    expect(fit?.distance).toBeCloseTo(1 - Math.exp(-0.7), 12);
    expect(fit?.at).toBe(7);
    expect(fit?.pValue).toBeLessThan(0.1);
  });

  it('is sure of a perfectly even spread', () => {
    // A hundred crashes at the exponential's own quantiles.
    const times = Array.from({ length: 100 }, (_, index) => -Math.log1p(-(index + 0.5) / 100));
    expect(exponentialFit(lifetimes(...times))?.pValue).toBeGreaterThan(0.99);
  });

  it('says nothing with too few crashes, or without time', () => {
    expect(exponentialFit(lifetimes(5, 6, 7))).toBeNull();
    expect(exponentialFit(lifetimes(5, 6, -7))).toBeNull();
    expect(exponentialFit([])).toBeNull();
    const atOnce = { time: 0, crashed: true };
    expect(exponentialFit([atOnce, atOnce, atOnce, atOnce])).toBeNull();
  });
});
