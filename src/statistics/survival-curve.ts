import { betaQuantile } from './distributions.ts';
import type { Lifetime } from './exposure.ts';

/** The curve right after a time at which crashes came; it is flat from there to the next. */
export interface CurveStep {
  readonly time: number;
  /** Processes that were still watched when it came, and how many of them crashed. */
  readonly atRisk: number;
  readonly crashes: number;
  /** The share that lives on. */
  readonly survival: number;
}

/** Kaplan and Meier's product-limit estimate (JASA 53, 1958), a step for each crash time. */
export function survivalCurve(lifetimes: readonly Lifetime[]): readonly CurveStep[] {
  const ends = Float64Array.from(lifetimes, ({ time }) => time).sort();
  let [survival, ended] = [1, 0];
  return [...crashesByTime(lifetimes)].map(([time, crashes]) => {
    // A process that was given up at the very time of a crash was still at risk.
    while ((ends[ended] ?? Infinity) < time) ended++;
    const atRisk = ends.length - ended;
    survival *= 1 - crashes / atRisk;
    return { time, atRisk, crashes, survival };
  });
}

/** How many crashes came at each time at which one came, earliest first. */
function crashesByTime(lifetimes: readonly Lifetime[]): ReadonlyMap<number, number> {
  const times = lifetimes.filter(({ crashed }) => crashed).map(({ time }) => time);
  const counts = new Map<number, number>();
  for (const time of Float64Array.from(times).sort()) counts.set(time, (counts.get(time) ?? 0) + 1);
  return counts;
}

/**
 * The one-sided upper confidence limit of the survival up to `time`: the beta product procedure of
 * Fay, Brittain and Proschan (Biostatistics 14, 2013) by the method of moments. Without censoring
 * it is Clopper and Pearson's limit, so it holds for the few crashes that a control has, where
 * Greenwood's formula does not. After the last crash it stays as it is.
 */
export function survivalUpperLimit(
  curve: readonly CurveStep[],
  time: number,
  confidence: number,
): number {
  const steps = curve.filter((step) => step.time <= time);
  if (steps.length === 0) return 1;
  let [mean, square] = [1, 1];
  for (const { atRisk, crashes } of steps) {
    // Each step is a beta variable with atRisk - crashes + 1 and crashes: their product, matched.
    const a = atRisk - crashes + 1;
    mean *= a / (atRisk + 1);
    square *= (a * (a + 1)) / ((atRisk + 1) * (atRisk + 2));
  }
  const size = (mean - square) / (square - mean * mean);
  return betaQuantile(confidence, mean * size, (1 - mean) * size);
}

/** The mean of the smaller of a lifetime and `time`: the area under the curve up to there. */
export function restrictedMean(curve: readonly CurveStep[], time: number): number {
  const steps = curve.filter((step) => step.time < time);
  let [area, from, survival] = [0, 0, 1];
  for (const step of steps) {
    area += survival * (step.time - from);
    from = step.time;
    survival = step.survival;
  }
  return area + survival * (time - from);
}
