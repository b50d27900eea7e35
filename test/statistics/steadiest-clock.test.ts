import { describe, expect, it } from 'vitest';
import type { TrialOutcome } from '../../src/statistics/exposure.ts';
import { exponentialDraw, seededRandom } from '../../src/statistics/random.ts';
import { steadiestClock } from '../../src/statistics/steadiest-clock.ts';
import { clean, crashed, SIGNATURE } from './trials.ts';

/** Crashes that come evenly in collections, after a warm-up of many turns without any. */
function warmUps(count: number): readonly TrialOutcome[] {
  const random = seededRandom(30);
  return Array.from({ length: count }, () => {
    const collections = exponentialDraw(random, 10);
    const iterations = 20_000 + 1444 * collections;
    return {
      outcome: 'crashed',
      signature: SIGNATURE,
      exposure: { iterations, seconds: iterations / 1000, minorCollections: collections },
    };
  });
}

describe('the steadiest clock', () => {
  it('is iterations as long as they fit', () => {
    expect(steadiestClock([], SIGNATURE)).toBe('iterations');
    const usual = [14_618, 12_478, 1582, 6000, 9000].map((time) => crashed(time));
    expect(steadiestClock([...usual, clean(20_000)], SIGNATURE)).toBe('iterations');
  });

  it('is minor collections when crashes are even in those and not in iterations', () => {
    expect(steadiestClock(warmUps(30), SIGNATURE)).toBe('minorCollections');
  });

  it('is none that some trial does not have', () => {
    const mixed = warmUps(30).map((trial) => ({
      ...trial,
      exposure: { ...trial.exposure, minorCollections: null },
    }));
    expect(steadiestClock(mixed, SIGNATURE)).toBe('iterations');
  });
});
