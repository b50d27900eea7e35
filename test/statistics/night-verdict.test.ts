import { describe, expect, it } from 'vitest';
import { judgedNights } from '../../scripts/bench/nights-worlds.js';
import type { Rate } from '../../src/statistics/hazard.ts';
import * as verdict from '../../src/statistics/night-verdict.ts';
import * as random from '../../src/statistics/random.ts';
import { compareRates } from '../../src/statistics/rate-comparison.ts';

const { judgeNight } = verdict;
const EXPOSURE = 100_000;
const SEED = 2026;

function nightsOf(...crashes: readonly number[]): readonly Rate[] {
  return crashes.map((count) => ({ crashes: count, exposure: EXPOSURE }));
}

function judge(crashes: number, ...earlier: readonly number[]): verdict.NightVerdict {
  return judgeNight({
    night: { crashes, exposure: EXPOSURE },
    baseline: nightsOf(...earlier),
  });
}

describe('the verdict on a night', () => {
  const steady = [50, 49, 51, 50, 49, 51, 50];

  it.each([
    [120, 'worse'],
    [15, 'better'],
    [51, 'same'],
  ])('with %i crashes against 50 is %s', (crashes, kind) => {
    expect(judge(crashes, ...steady).kind).toBe(kind);
  });

  it('is the exact comparison with all earlier nights where they do not vary', () => {
    const found = judge(120, ...steady);
    const exact = compareRates(
      {
        before: { crashes: 350, exposure: 7 * EXPOSURE },
        after: { crashes: 120, exposure: EXPOSURE },
      },
      0.99,
    );
    expect(found.constant).toEqual(exact);
    expect(found).toMatchObject({ ...exact, reasons: [], dispersion: { spread: 0 } });
    expect(found.requirement).toEqual({ alarm: 0.01, margin: 2 });
  });

  it('is open where the earlier nights vary as much, and says so', () => {
    const found = judge(120, 20, 90, 45, 110, 15, 60, 30);
    expect(found).toMatchObject({ kind: 'cannot-tell', reasons: ['nights-vary'] });
    expect(found.constant?.lower).toBeGreaterThan(1);
    expect(found.dispersion?.pValue).toBeLessThan(1e-6);
  });

  it('says that a spread is unknown before the third night', () => {
    expect(judge(120, 50, 50)).toMatchObject({
      kind: 'worse',
      reasons: ['spread-unknown'],
      dispersion: null,
    });
    expect(judge(200, 200, 200)).toMatchObject({
      kind: 'cannot-tell',
      reasons: ['spread-unknown'],
    });
    expect(judge(120, 50, 50, 50).reasons).not.toContain('spread-unknown');
  });

  it('compares nights of other lengths by their rates', () => {
    const baseline = steady.map((crashes) => ({ crashes: 2 * crashes, exposure: 2 * EXPOSURE }));
    const night = { crashes: 25, exposure: EXPOSURE / 2 };
    const found = judgeNight({ night, baseline });
    expect(found.ratio).toBeCloseTo(1, 12);
    expect(found.kind).toBe('same');
  });

  it('knows nothing without a baseline, a night or crashes', () => {
    const unknown = { kind: 'cannot-tell', ratio: null, lower: 0, upper: Infinity, pValue: 1 };
    expect(judge(5)).toMatchObject({ ...unknown, reasons: ['no-baseline'], constant: null });
    const empty = { crashes: 0, exposure: 0 };
    expect(
      judgeNight({ night: { crashes: 5, exposure: EXPOSURE }, baseline: [empty] }).reasons,
    ).toEqual(['no-baseline']);
    expect(judgeNight({ night: empty, baseline: nightsOf(50) })).toMatchObject({
      ...unknown,
      reasons: ['no-exposure'],
    });
    expect(judge(0, 0, 0, 0)).toMatchObject({
      ...unknown,
      reasons: ['too-few-crashes', 'spread-unknown'],
    });
  });

  it('calls crashes too few as long as a night without any would be no news', () => {
    // 2^-8 is below .005, 2^-7 is not.
    expect(judge(0, 7)).toMatchObject({ kind: 'cannot-tell' });
    expect(judge(3, 7).reasons).toContain('too-few-crashes');
    expect(judge(0, 8)).toMatchObject({ kind: 'better' });
    expect(judge(3, 8).reasons).toContain('interval-holds-1-and-more-than-margin');
  });

  it('takes other requirements, and refuses those that cannot be', () => {
    const night = { crashes: 70, exposure: EXPOSURE };
    const baseline = nightsOf(...steady);
    const at = (alarm: number, margin: number): string =>
      judgeNight({ night, baseline }, { alarm, margin }).kind;
    expect(at(0.05, 2)).toBe('worse');
    expect(at(0.01, 3)).toBe('same');
    for (const [alarm, margin] of [
      [0, 2],
      [1, 2],
      [Number.NaN, 2],
      [0.01, 1],
      [0.01, Number.NaN],
    ] as const) {
      expect(() => at(alarm, margin)).toThrow(RangeError);
    }
    expect(() => judge(-1, 5)).toThrow(RangeError);
    expect(() => judge(1, 0.5)).toThrow(RangeError);
  });
});

describe('simulated nights', () => {
  const shares = (world: Parameters<typeof judgedNights>[1]): ReturnType<typeof judgedNights> =>
    judgedNights({ random, verdict }, world);
  const standardErrors = (share: number, draws: number): number =>
    3 * Math.sqrt((share * (1 - share)) / draws);

  const sizes = Array.from({ length: 14 }, (_, index) => index + 1);
  it.each(sizes)('of one constant rate seldom raise a false alarm: %i earlier ones', (nights) => {
    const draws = 700;
    for (const expected of [0.5, 3, 20, 200]) {
      const found = shares({ nights, expected, shape: Infinity, ratio: 1, draws, seed: SEED });
      expect(found.better + found.worse).toBeLessThan(0.01 + standardErrors(0.01, draws));
    }
  });

  it.each([
    [4, 7],
    [4, 14],
    [10, 7],
    [10, 14],
  ])('that vary with the shape %i do so at most twice as often: %i', (shape, nights) => {
    const draws = 1500;
    for (const expected of [0.5, 5, 50, 200]) {
      const found = shares({ nights, expected, shape, ratio: 1, draws, seed: SEED });
      expect(found.better + found.worse).toBeLessThan(0.02);
    }
  });

  it.each([20, 60, 200])(
    'with a tripled rate are called worse: %i crashes expected',
    (expected) => {
      const options = { nights: 7, expected, shape: Infinity, ratio: 3, draws: 4000, seed: SEED };
      const found = shares(options);
      expect(found.worse).toBeGreaterThanOrEqual(0.95);
      expect(found.better).toBe(0);
    },
  );

  it.each([2, 0.5])('whose rate changed by %d are not called the same', (ratio) => {
    for (const shape of [Infinity, 10]) {
      for (const nights of [1, 3, 7, 14]) {
        const options = { nights, expected: 200, shape, ratio, draws: 500, seed: SEED };
        expect(shares(options).same).toBeLessThan(0.05);
      }
    }
  });

  it('are called the same where they are, with crashes enough', () => {
    const options = { nights: 7, expected: 200, shape: Infinity, ratio: 1, draws: 500, seed: SEED };
    expect(shares(options).same).toBeGreaterThan(0.95);
  });
});
