import { incompleteBeta, inverseIncompleteBeta } from './incomplete-beta.ts';
import { incompleteGamma, inverseIncompleteGamma } from './incomplete-gamma.ts';

/**
 * Quantiles are taken at a lower-tail probability and throw RangeError for parameters that cannot
 * be. Relations to the incomplete gamma and beta functions: Abramowitz and Stegun, chapter 26.
 */

/** The quantile of the chi-square distribution (26.4.19: P(freedom / 2, x / 2)). */
export function chiSquareQuantile(probability: number, freedom: number): number {
  return 2 * inverseIncompleteGamma(freedom / 2, tailsAt(probability));
}

/** The chance that a chi-square variable exceeds x. */
export function chiSquareUpperTail(x: number, freedom: number): number {
  return incompleteGamma(freedom / 2, x / 2).upper;
}

/** The quantile of the beta distribution (26.5.1). */
export function betaQuantile(probability: number, a: number, b: number): number {
  return inverseIncompleteBeta(a, b, tailsAt(probability)).x;
}

/** The quantile of the F distribution with m and n degrees of freedom (26.6.2). */
export function fQuantile(probability: number, m: number, n: number): number {
  const { x, y } = inverseIncompleteBeta(m / 2, n / 2, tailsAt(probability));
  return (n * x) / (m * y);
}

/**
 * The chance of at most `count` events before the `failures`-th of another kind, when an event has
 * the share 1 - x of both kinds: the negative binomial distribution, I_x(failures, count + 1)
 * (26.5.26). The Poisson count seen with a gamma-distributed rate has this law.
 */
export function negativeBinomialCdf(count: number, failures: number, x: number): number {
  return incompleteBeta(failures, count + 1, { x, y: 1 - x }).lower;
}

function tailsAt(probability: number): { lower: number; upper: number } {
  return { lower: probability, upper: 1 - probability };
}
