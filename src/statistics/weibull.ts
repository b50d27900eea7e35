import { chiSquareQuantile } from './distributions.ts';
import type { Lifetime } from './exposure.ts';
import type { Interval } from './hazard.ts';
import { solveIncreasing, type Slope } from './solve-increasing.ts';

export interface WeibullShape extends Interval {
  /** Above 1: the hazard grows (a warm-up). Below 1: it falls (processes of several kinds). */
  readonly shape: number;
}

/** From so many crashes on an interval says something (facts search-under-noise 5.1). */
const FEWEST_CRASHES = 8;

/** Logarithms of all lifetimes, the number of crashes and the mean of their logarithms. */
interface Data {
  readonly logs: Float64Array;
  /** Their largest. */
  readonly largest: number;
  readonly crashes: number;
  readonly crashMean: number;
}

/** The sums over all lifetimes that the likelihood of a shape needs. */
interface Sums {
  /** ln of the sum of time^shape. */
  readonly logPower: number;
  /** Mean and variance of ln time, weighted by time^shape. */
  readonly mean: number;
  readonly variance: number;
}

/**
 * The shape of the Weibull distribution by maximum likelihood from censored lifetimes, with the
 * interval of its likelihood ratio (Lawless, "Statistical models and methods for lifetime data",
 * 2nd ed., section 5.2). Null below 8 crashes. When all lifetimes are equal there is no chance in
 * them and the shape is Infinity. Throws RangeError for a confidence that cannot be.
 */
export function weibullShape(
  lifetimes: readonly Lifetime[],
  confidence: number,
): WeibullShape | null {
  const logs = logTimes(lifetimes);
  const crashLogs = logs.filter(({ crashed }) => crashed).map(({ log }) => log);
  if (crashLogs.length < FEWEST_CRASHES) return null;
  const all = Float64Array.from(logs, ({ log }) => log);
  const data: Data = {
    logs: all,
    // The arguments of Math.max lie on the stack, where 200,000 of them have no room.
    largest: all.reduce((largest, log) => Math.max(largest, log), -Infinity),
    crashes: crashLogs.length,
    crashMean: crashLogs.reduce((sum, log) => sum + log, 0) / crashLogs.length,
  };
  if (data.largest - data.crashMean < 1e-9) {
    return { shape: Infinity, lower: Infinity, upper: Infinity };
  }
  const summit = summitOf(data);
  const { lower, upper } = limits(data, summit, confidence);
  return { shape: Math.exp(summit), lower: Math.exp(lower), upper: Math.exp(upper) };
}

/** ln of the shape at which the likelihood is largest. */
function summitOf(data: Data): number {
  return solveIncreasing((at) => {
    const shape = Math.exp(at);
    const { mean, variance } = sums(data, shape);
    return { value: mean - 1 / shape - data.crashMean, slope: shape * variance + 1 / shape };
  }, 0);
}

/** ln of the shapes on both sides of the summit at which the likelihood has fallen far enough. */
function limits(data: Data, summit: number, confidence: number): Interval {
  const drop = chiSquareQuantile(confidence, 1) / 2;
  const floor = logLikelihood(data, summit).value - drop;
  // The likelihood rises left of the summit and falls right of it; each side ends at the summit.
  const rising = (at: number): Slope => {
    if (at >= summit) return { value: drop, slope: Number.NaN };
    const { value, slope } = logLikelihood(data, at);
    return { value: value - floor, slope };
  };
  const falling = (at: number): Slope => {
    if (at <= summit) return { value: -drop, slope: Number.NaN };
    const { value, slope } = logLikelihood(data, at);
    return { value: floor - value, slope: -slope };
  };
  // Where a parabola with the information of so many crashes would put them.
  const away = Math.sqrt((2 * drop) / data.crashes);
  return {
    lower: solveIncreasing(rising, summit - away),
    upper: solveIncreasing(falling, summit + away),
  };
}

/** Of a shape by its logarithm, at the best scale. */
function logLikelihood(data: Data, at: number): Slope {
  const { crashes, crashMean } = data;
  const shape = Math.exp(at);
  const { logPower, mean } = sums(data, shape);
  return {
    value: crashes * (at + shape * crashMean - logPower),
    slope: crashes * (1 + shape * (crashMean - mean)),
  };
}

/**
 * The logarithms of the lifetimes. A clean lifetime of 0 says nothing; a crash at 0 came before the
 * first tick of the clock and is put at half of the shortest other one.
 */
function logTimes(lifetimes: readonly Lifetime[]): readonly { log: number; crashed: boolean }[] {
  const positive = lifetimes.map(({ time }) => time).filter((time) => time > 0);
  const instead = positive.reduce((least, time) => Math.min(least, time), 1) / 2;
  return lifetimes
    .filter(({ time, crashed }) => crashed || time > 0)
    .map(({ time, crashed }) => ({ log: Math.log(time > 0 ? time : instead), crashed }));
}

function sums({ logs, largest }: Data, shape: number): Sums {
  let [total, first, second] = [0, 0, 0];
  for (const log of logs) {
    // Divided by the largest power, which would overflow for a large shape.
    const below = log - largest;
    const weight = Math.exp(shape * below);
    total += weight;
    first += weight * below;
    second += weight * below * below;
  }
  const mean = first / total;
  return {
    logPower: shape * largest + Math.log(total),
    mean: largest + mean,
    variance: second / total - mean * mean,
  };
}
