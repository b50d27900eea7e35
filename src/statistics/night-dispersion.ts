import { chiSquareQuantile, chiSquareUpperTail } from './distributions.ts';
import { checkRate, type Rate } from './hazard.ts';
import { solveIncreasing } from './solve-increasing.ts';

/** Whether nights of one variant vary more than a constant rate allows, and by how much. */
export interface NightDispersion {
  /** Nights that had exposure. */
  readonly nights: number;
  /** Pearson's statistic of the crashes against one rate for all nights; nights - 1 on average. */
  readonly statistic: number;
  /** The chance of a statistic as large when the rate is constant. */
  readonly pValue: number;
  /** The variance of a night's rate over its squared mean; 0 when chance alone explains the nights. */
  readonly spread: number;
  /** The shape of the gamma distribution of a night's rate: 1 / spread; Infinity without spread. */
  readonly shape: number;
  /** The largest spread that agrees with the nights, at one-sided 80 %. */
  readonly upperSpread: number;
}

/** Two nights differ by something always; how nights differ takes a third. */
export const FEWEST_NIGHTS = 3;

/**
 * The one-sided confidence of `upperSpread`. In simulations (`npm run bench:nights`) .7 lets alarms
 * come nearly twice as often as they should from 7 nights on, and .9 misses one tripled rate in nine.
 */
const UPPER = 0.8;

/**
 * Holds the crashes of several nights against one constant rate. Pearson's statistic has, given
 * all crashes, the mean nights - 1 and a variance that Haldane found (Biometrika 29, 1937); the
 * p-value is that of the scaled chi-square law with these two, which is right for counts far too
 * small for the usual one. The spread is that of gamma-mixed Poisson (negative binomial) counts by
 * moments: the one at which the weighted statistic is nights - 1 (Breslow, Applied Statistics 33,
 * 1984), its upper limit the one at which the statistic is as low as its own 20 % quantile (Q-profile:
 * Viechtbauer, Statistics in Medicine 26, 2007). Null for fewer than `FEWEST_NIGHTS` nights with
 * exposure, or without a crash. Throws RangeError for rates that cannot be.
 */
export function nightDispersion(nights: readonly Rate[]): NightDispersion | null {
  nights.forEach(checkRate);
  const watched = nights.filter(({ exposure }) => exposure > 0);
  const crashes = watched.reduce((sum, night) => sum + night.crashes, 0);
  if (watched.length < FEWEST_NIGHTS || crashes === 0) return null;
  const exposure = watched.reduce((sum, night) => sum + night.exposure, 0);
  const relative = watched.map((night) => {
    const expected = crashes * (night.exposure / exposure);
    return { expected, rate: night.crashes / expected };
  });
  const freedom = watched.length - 1;
  const statistic = weightedStatistic(relative, 0).value;
  const spread = spreadAt(relative, freedom);
  return {
    nights: watched.length,
    statistic,
    pValue: pearsonPValue(relative, crashes, statistic),
    spread,
    shape: 1 / spread,
    upperSpread: spreadAt(relative, chiSquareQuantile(1 - UPPER, freedom)),
  };
}

/** A night's crashes under one rate for all, and its own rate as a multiple of that. */
interface Relative {
  readonly expected: number;
  readonly rate: number;
}

/** The statistic when rates have this spread, and its derivative: it falls. */
function weightedStatistic(
  nights: readonly Relative[],
  spread: number,
): { value: number; slope: number } {
  const weights = nights.map(({ expected }) => 1 / (1 / expected + spread));
  const weight = (index: number): number => weights[index] ?? 0;
  const total = weights.reduce((sum, one) => sum + one, 0);
  const mean = nights.reduce((sum, { rate }, index) => sum + weight(index) * rate, 0) / total;
  const terms = nights.map(({ rate }, index) => weight(index) * (rate - mean) ** 2);
  return {
    value: terms.reduce((sum, term) => sum + term, 0),
    // The mean is where the sum is smallest, so its own move does not count.
    slope: -terms.reduce((sum, term, index) => sum + term * weight(index), 0),
  };
}

/** The spread at which the statistic has come down to this; 0 when it never was above. */
function spreadAt(nights: readonly Relative[], statistic: number): number {
  if (weightedStatistic(nights, 0).value <= statistic) return 0;
  return Math.exp(
    solveIncreasing((at) => {
      const { value, slope } = weightedStatistic(nights, Math.exp(at));
      return { value: statistic - value, slope: -slope * Math.exp(at) };
    }, 0),
  );
}

function pearsonPValue(nights: readonly Relative[], crashes: number, statistic: number): number {
  const k = nights.length;
  const inverseShares = nights.reduce((sum, { expected }) => sum + crashes / expected, 0);
  const variance = 2 * (k - 1) + (inverseShares - k * k - 2 * k + 2) / crashes;
  // One crash in equal nights: the statistic has only one value.
  if (variance < 1e-9) return 1;
  const scale = variance / (2 * (k - 1));
  return chiSquareUpperTail(statistic / scale, (k - 1) / scale);
}
