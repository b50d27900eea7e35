import { betaQuantile } from './distributions.ts';
import type { Interval } from './hazard.ts';

/**
 * The exact interval of a probability from `count` hits in `trials`: Clopper and Pearson,
 * Biometrika 26 (1934), as beta quantiles. 3 of 10 at 95 %: .0667 to .6525. Throws RangeError for
 * counts that cannot be.
 */
export function clopperPearson(count: number, trials: number, confidence: number): Interval {
  if (
    !Number.isSafeInteger(count) ||
    !Number.isSafeInteger(trials) ||
    count < 0 ||
    trials < count
  ) {
    throw new RangeError(`${count} of ${trials} is no count`);
  }
  if (!(confidence > 0 && confidence < 1)) {
    throw new RangeError(`confidence must lie between 0 and 1, not be ${confidence}`);
  }
  const tail = (1 - confidence) / 2;
  return {
    lower: count === 0 ? 0 : betaQuantile(tail, count, trials - count + 1),
    upper: count === trials ? 1 : betaQuantile(1 - tail, count + 1, trials - count),
  };
}
