/**
 * Means of a bounded function over a gamma or beta distribution. On the scale of ln(x) or
 * ln(x / (1 - x)) the densities are smooth and die out at both ends, where the trapezoid rule
 * converges faster than any power of its step (Trefethen and Weideman, SIAM Review 56, 2014).
 */
import { inverseIncompleteBeta, type Share } from './incomplete-beta.ts';
import { inverseIncompleteGamma } from './incomplete-gamma.ts';
import { binomialTerm, poissonTerm } from './log-gamma.ts';

/** What is left out at each end, and the number of steps between. */
const CUT = 1e-15;
const STEPS = 400;

/** E[f(x)] for x of the gamma distribution with this shape and rate. */
export function gammaMean(shape: number, rate: number, f: (x: number) => number): number {
  const low = Math.log(inverseIncompleteGamma(shape, { lower: CUT, upper: 1 - CUT }));
  const high = Math.log(inverseIncompleteGamma(shape, { lower: 1 - CUT, upper: CUT }));
  return weightedMean({ low, high }, (at) => {
    const x = Math.exp(at);
    return [poissonTerm(shape, x), f(x / rate)];
  });
}

/** E[f(x, 1 - x)] for x of the beta distribution. */
export function betaMean(a: number, b: number, f: (place: Share) => number): number {
  const logit = ({ x, y }: Share): number => Math.log(x) - Math.log(y);
  const low = logit(inverseIncompleteBeta(a, b, { lower: CUT, upper: 1 - CUT }));
  const high = logit(inverseIncompleteBeta(a, b, { lower: 1 - CUT, upper: CUT }));
  return weightedMean({ low, high }, (at) => {
    const place = { x: 1 / (1 + Math.exp(-at)), y: 1 / (1 + Math.exp(at)) };
    return [binomialTerm(a, b, place.x, place.y), f(place)];
  });
}

function weightedMean(
  { low, high }: { low: number; high: number },
  at: (place: number) => readonly [weight: number, value: number],
): number {
  let [weights, sum] = [0, 0];
  for (let step = 0; step <= STEPS; step++) {
    const [weight, value] = at(low + ((high - low) * step) / STEPS);
    weights += weight;
    sum += weight * value;
  }
  return sum / weights;
}
