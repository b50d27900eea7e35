import type { Tails } from './incomplete-gamma.ts';
import { binomialTerm, logGamma } from './log-gamma.ts';
import { solveIncreasing } from './solve-increasing.ts';

/** A place x between 0 and 1, with y = 1 - x, each with its own digits. */
export interface Share {
  readonly x: number;
  readonly y: number;
}

const EPSILON = 1e-16;
const TINY = 1e-300;
const MOST_TERMS = 1_000_000;

/**
 * The regularised incomplete beta function I_x(a, b) and its complement I_y(b, a), for a, b > 0:
 * the continued fraction of DLMF 8.17.22 on the side where it converges fast.
 * Throws RangeError outside.
 */
export function incompleteBeta(a: number, b: number, { x, y }: Share): Tails {
  if (!(a > 0 && b > 0) || !(x >= 0 && y >= 0 && Math.abs(x + y - 1) < 1e-9)) {
    throw new RangeError(`incompleteBeta has no value for ${a}, ${b} at ${x}`);
  }
  if (x === 0) return { lower: 0, upper: 1 };
  if (y === 0) return { lower: 1, upper: 0 };
  const term = binomialTerm(a, b, x, y);
  if (x < (a + 1) / (a + b + 2)) {
    const lower = term * (b / (a + b)) * fraction(a, b, x);
    return { lower, upper: 1 - lower };
  }
  const upper = term * (a / (a + b)) * fraction(b, a, y);
  return { lower: 1 - upper, upper };
}

/** Lentz's evaluation, two coefficients a turn. */
function fraction(a: number, b: number, x: number): number {
  let c = 1;
  let d = 1 / awayFromZero(1 - ((a + b) * x) / (a + 1));
  let value = d;
  const turn = (coefficient: number): number => {
    d = 1 / awayFromZero(1 + coefficient * d);
    c = awayFromZero(1 + coefficient / c);
    value *= c * d;
    return Math.abs(c * d - 1);
  };
  for (let m = 1; m < MOST_TERMS; m++) {
    const at = a + 2 * m;
    turn((m * (b - m) * x) / ((at - 1) * at));
    if (turn((-(a + m) * (a + b + m) * x) / (at * (at + 1))) <= 2 * EPSILON) return value;
  }
  return value;
}

function awayFromZero(value: number): number {
  return Math.abs(value) < TINY ? TINY : value;
}

/**
 * The place with I_x(a, b) = tails.lower and I_y(b, a) = tails.upper; the smaller of the two is the
 * one that is met. Solved for ln(x / y), so that x and y keep their digits at both ends.
 * Throws RangeError for a or b <= 0 or tails that are no probabilities.
 */
export function inverseIncompleteBeta(a: number, b: number, { lower, upper }: Tails): Share {
  if (!(a > 0 && b > 0) || !(lower >= 0 && upper >= 0 && Math.abs(lower + upper - 1) < 1e-9)) {
    throw new RangeError(`no quantile of the beta distribution with ${a}, ${b}, ${lower}`);
  }
  if (lower === 0) return { x: 0, y: 1 };
  if (upper === 0) return { x: 1, y: 0 };
  const logit = solveIncreasing(
    (at) => {
      const place = shareAt(at);
      const tails = incompleteBeta(a, b, place);
      // x y times the density: the derivative of I_x with respect to ln(x / y).
      const inside = place.x > 0 && place.y > 0;
      const density = inside ? binomialTerm(a, b, place.x, place.y) * (a / (a + b)) * b : 0;
      return lower <= upper
        ? { value: Math.log(tails.lower / lower), slope: density / tails.lower }
        : { value: -Math.log(tails.upper / upper), slope: density / tails.upper };
    },
    startOf(a, b, { lower, upper }),
  );
  return shareAt(logit);
}

/** The power law at the end that the tail lies in, or the mean where that is nearer the middle. */
function startOf(a: number, b: number, { lower, upper }: Tails): number {
  const mean = Math.log(a / b);
  const logBeta = logGamma(a) + logGamma(b) - logGamma(a + b);
  return lower <= upper
    ? Math.min(mean, (Math.log(lower * a) + logBeta) / a)
    : Math.max(mean, -(Math.log(upper * b) + logBeta) / b);
}

function shareAt(logit: number): Share {
  const odds = Math.exp(-Math.abs(logit));
  const [small, large] = [odds / (1 + odds), 1 / (1 + odds)];
  return logit < 0 ? { x: small, y: large } : { x: large, y: small };
}
