import { checkRate, type Interval, type Rate } from './hazard.ts';
import { incompleteBeta, inverseIncompleteBeta } from './incomplete-beta.ts';

/** Two runs of one variant, one after the other, on one clock. */
export type RatePair = Readonly<Record<'before' | 'after', Rate>>;

/** The rate after over the rate before: a pure number, with its limits; 0 or Infinity for no limit. */
export interface RateComparison extends Interval {
  /** Crashes per exposure after, over the same before; Infinity without a crash before. */
  readonly ratio: number;
  /** The chance of a ratio at least as far from 1, on either side, when the rates are the same. */
  readonly pValue: number;
}

/** How much rates vary beyond their crashes' own chance: relative variances, 0 for not at all. */
export type Spread = Readonly<Record<'before' | 'after', number>>;

const NO_SPREAD: Spread = { before: 0, after: 0 };

/**
 * The ratio of two crash rates when both watchings ended with their time: given the sum of crashes,
 * those after are binomial, so Clopper and Pearson's interval of their share, turned into a ratio,
 * holds at least at the `confidence` (0 to 1), and the p-value is twice the smaller binomial tail:
 * below 1 - confidence exactly when the interval leaves 1 out (Przyborowski and Wilenski,
 * Biometrika 31, 1940; Gu, Ng, Tang and Schucany, Biometrical Journal 50, 2008). Null when one of
 * them has no exposure or neither has a crash: no ratio is any likelier than another then. Throws
 * RangeError for rates or a confidence that cannot be.
 */
export function compareRates(pair: RatePair, confidence: number): RateComparison | null {
  return compareSpreadRates(pair, confidence, NO_SPREAD);
}

/**
 * The same when the rates themselves vary from run to run. Given the sum of crashes, the exact limits are
 * those of a negative binomial count after, whose gamma-distributed mean is known from c crashes
 * before (c + 1 for the lower limit). A run's own gamma factor multiplies that mean, and the product
 * of both is taken as gamma again, of the same mean and variance: t = 1 / ((1 + v)(1 + after) - 1)
 * takes the place of c, where v = 1 / c + before (the generalised Waring or beta-negative-binomial
 * law, matched by moments; Johnson, Kemp and Kotz, "Univariate discrete distributions", 3rd ed.,
 * 2005, 6.2.3 and 8.3). Exact without a spread, and never narrower than that. Null and RangeError as
 * above.
 */
export function compareSpreadRates(
  pair: RatePair,
  confidence: number,
  spread: Spread,
): RateComparison | null {
  const { before, after } = pair;
  checkRate(before);
  checkRate(after);
  checkSpread(spread);
  if (!(confidence > 0 && confidence < 1)) {
    throw new RangeError(`confidence must lie between 0 and 1, not be ${confidence}`);
  }
  if (before.exposure === 0 || after.exposure === 0) return null;
  if (before.crashes === 0 && after.crashes === 0) return null;
  const tail = (1 - confidence) / 2;
  const laws = [NO_SPREAD, spread].map((one) => lawsOf(pair, one));
  return {
    ratio: after.crashes / after.exposure / (before.crashes / before.exposure),
    // A spread alone makes a first crash rarer: without the exact limits it could narrow a side.
    lower: Math.min(...laws.map((law) => lowerLimit(law.fewest, after.crashes, tail))),
    upper: Math.max(...laws.map((law) => upperLimit(law.most, after.crashes, tail))),
    pValue: Math.max(...laws.map((law) => twoSided(law, after.crashes))),
  };
}

/** Negative binomial counts after, when the rates are the same. */
interface Law {
  readonly mean: number;
  /** The shape of the gamma-distributed mean; a Poisson mean that is known would be Infinity. */
  readonly shape: number;
}

/** The law for the lower limit, with one crash more before, and the one for the upper limit. */
interface Laws {
  readonly fewest: Law;
  /** Null without a crash before: any mean above 0 is too high. */
  readonly most: Law | null;
}

function lawsOf({ before, after }: RatePair, spread: Spread): Laws {
  const law = (crashes: number): Law => ({
    mean: (crashes / before.exposure) * after.exposure,
    shape: crashes / ((1 + crashes * spread.before) * (1 + spread.after) + crashes * spread.after),
  });
  return {
    fewest: law(before.crashes + 1),
    most: before.crashes === 0 ? null : law(before.crashes),
  };
}

/** The ratio at which so many crashes or more have the chance `tail`. */
function lowerLimit({ mean, shape }: Law, crashes: number, tail: number): number {
  if (crashes === 0) return 0;
  const { x, y } = inverseIncompleteBeta(crashes, shape, { lower: tail, upper: 1 - tail });
  return ((x / y) * shape) / mean;
}

/** The ratio at which so many crashes or fewer have the chance `tail`. */
function upperLimit(law: Law | null, crashes: number, tail: number): number {
  if (law === null) return Infinity;
  const tails = { lower: 1 - tail, upper: tail };
  const { x, y } = inverseIncompleteBeta(crashes + 1, law.shape, tails);
  return ((x / y) * law.shape) / law.mean;
}

function twoSided({ fewest, most }: Laws, crashes: number): number {
  const orMore = crashes === 0 ? 1 : incompleteBeta(crashes, fewest.shape, shareOf(fewest)).lower;
  const orFewer = most === null ? 1 : incompleteBeta(crashes + 1, most.shape, shareOf(most)).upper;
  return Math.min(1, 2 * Math.min(orMore, orFewer));
}

function shareOf({ mean, shape }: Law): { x: number; y: number } {
  return { x: mean / (mean + shape), y: shape / (mean + shape) };
}

function checkSpread({ before, after }: Spread): void {
  if (!(before >= 0 && after >= 0 && before + after < Infinity)) {
    throw new RangeError(`a spread is a finite number of at least 0, not ${before} or ${after}`);
  }
}
