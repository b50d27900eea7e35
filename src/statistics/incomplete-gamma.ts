import { logGamma, poissonTerm } from './log-gamma.ts';
import { solveIncreasing } from './solve-increasing.ts';

/** A probability and its complement, each with its own digits. */
export interface Tails {
  readonly lower: number;
  readonly upper: number;
}

const EPSILON = 1e-16;
const MOST_TERMS = 1_000_000;

/**
 * The regularised incomplete gamma functions P(a, x) and Q(a, x) for a > 0 and x >= 0: the series
 * of Abramowitz and Stegun 6.5.29 below a + 1, their continued fraction 6.5.31 above.
 * Throws RangeError outside.
 */
export function incompleteGamma(a: number, x: number): Tails {
  if (!(a > 0) || !(x >= 0)) {
    throw new RangeError(`incompleteGamma needs a > 0 and x >= 0, not ${a} and ${x}`);
  }
  if (x === 0) return { lower: 0, upper: 1 };
  if (x === Infinity) return { lower: 1, upper: 0 };
  if (x < a + 1) {
    const lower = poissonTerm(a, x) * series(a, x);
    return { lower, upper: 1 - lower };
  }
  const upper = poissonTerm(a, x) * a * fraction(a, x);
  return { lower: 1 - upper, upper };
}

function series(a: number, x: number): number {
  let [sum, term] = [1, 1];
  for (let n = 1; n < MOST_TERMS; n++) {
    term *= x / (a + n);
    sum += term;
    if (term < sum * EPSILON) return sum;
  }
  return sum;
}

/** Lentz's evaluation, from the even part of the fraction. */
function fraction(a: number, x: number): number {
  let b = x + 1 - a;
  let c = Infinity;
  let d = 1 / b;
  let value = d;
  for (let n = 1; n < MOST_TERMS; n++) {
    const coefficient = n * (a - n);
    b += 2;
    d = 1 / (coefficient * d + b);
    c = b + coefficient / c;
    value *= c * d;
    if (Math.abs(c * d - 1) <= 2 * EPSILON) return value;
  }
  return value;
}

/**
 * The x with P(a, x) = tails.lower and Q(a, x) = tails.upper; the smaller of the two is the one
 * that is met. Solved on the logarithmic scale. Throws RangeError for a <= 0 or tails that are no
 * probabilities.
 */
export function inverseIncompleteGamma(a: number, { lower, upper }: Tails): number {
  if (!(a > 0) || !(lower >= 0 && upper >= 0 && Math.abs(lower + upper - 1) < 1e-9)) {
    throw new RangeError(`no quantile of the gamma distribution with ${a}, ${lower}, ${upper}`);
  }
  if (lower === 0) return 0;
  if (upper === 0) return Infinity;
  const start =
    lower < 0.5 ? Math.min((Math.log(lower) + logGamma(a + 1)) / a, Math.log(a)) : Math.log(a);
  return Math.exp(
    solveIncreasing((logX) => {
      const x = Math.exp(logX);
      const tails = incompleteGamma(a, x);
      // x times the density: the derivative of P with respect to ln x.
      const density = x > 0 ? a * poissonTerm(a, x) : 0;
      return lower <= upper
        ? { value: Math.log(tails.lower / lower), slope: density / tails.lower }
        : { value: -Math.log(tails.upper / upper), slope: density / tails.upper };
    }, start),
  );
}
