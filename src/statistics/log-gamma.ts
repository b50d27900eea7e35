/**
 * The gamma function on the logarithmic scale, and the two pieces of Loader's saddle-point form of
 * the Poisson and binomial probabilities, which keep their digits where differences of large
 * logarithms lose them (C. Loader, "Fast and accurate computation of binomial probabilities", 2000).
 */

const HALF_LOG_TWO_PI = 0.5 * Math.log(2 * Math.PI);

/** Coefficients B(2k) / (2k (2k - 1)) of Stirling's series (Abramowitz and Stegun 6.1.41). */
const STIRLING = [
  1 / 12,
  -1 / 360,
  1 / 1260,
  -1 / 1680,
  1 / 1188,
  -691 / 360_360,
  1 / 156,
  -3617 / 122_400,
] as const;

/** From here on the series is exact to the last digit of a double. */
const SERIES_FROM = 10;

/** ln Γ(x) for x > 0. Throws RangeError elsewhere. */
export function logGamma(x: number): number {
  if (!(x > 0)) throw new RangeError(`logGamma needs a number above 0, not ${x}`);
  return (x - 0.5) * Math.log(x) - x + HALF_LOG_TWO_PI + stirlingError(x);
}

/** What Stirling's formula leaves out: ln Γ(x) - ((x - 1/2) ln x - x + ln(2π) / 2), for x > 0. */
function stirlingError(x: number): number {
  let below = 0;
  let at = x;
  // error(x) - error(x + 1) = (x + 1/2) ln(1 + 1/x) - 1, from Γ(x + 1) = x Γ(x).
  for (; at < SERIES_FROM; at += 1) below += (at + 0.5) * Math.log1p(1 / at) - 1;
  const square = 1 / (at * at);
  return below + STIRLING.reduceRight((sum, term) => sum * square + term, 0) / at;
}

/** Loader's deviance x ln(x / mean) + mean - x, without cancellation when the two are near. */
function deviance(x: number, mean: number): number {
  const gap = x - mean;
  if (Math.abs(gap) >= 0.1 * (x + mean)) return x * Math.log(x / mean) + mean - x;
  const ratio = gap / (x + mean);
  let sum = gap * ratio;
  let power = 2 * x * ratio;
  for (let odd = 3; ; odd += 2) {
    power *= ratio * ratio;
    const next = sum + power / odd;
    if (next === sum) return sum;
    sum = next;
  }
}

/** x^a e^-x / Γ(a + 1) for a > 0 and x > 0: a Poisson probability with a real count. */
export function poissonTerm(a: number, x: number): number {
  return Math.exp(-stirlingError(a) - deviance(a, x)) / Math.sqrt(2 * Math.PI * a);
}

/**
 * Γ(a + b + 1) / (Γ(a + 1) Γ(b + 1)) x^a y^b with y = 1 - x, for a, b, x, y > 0: a binomial
 * probability with real counts. Both x and y are taken, so that neither loses digits near 1.
 */
export function binomialTerm(a: number, b: number, x: number, y: number): number {
  const n = a + b;
  const exponent =
    stirlingError(n) -
    stirlingError(a) -
    stirlingError(b) -
    deviance(a, n * x) -
    deviance(b, n * y);
  // a times b would overflow first.
  return Math.exp(exponent) * Math.sqrt(n / a / b / (2 * Math.PI));
}
