import { betaQuantile } from './distributions.ts';
import type { Interval } from './hazard.ts';
import type { CurveStep } from './survival-curve.ts';

/** A step of a curve with the pointwise confidence limits of the survival right after it. */
export interface BandStep extends CurveStep, Interval {}

/** Each halving of the tolerance adds a binary digit to it. */
const HALVINGS = 50;

/**
 * At most so many steps of a survival curve, for drawing: the first and the last, and between them
 * those that keep the largest vertical gap to the whole curve smallest, at most the curve's fall over
 * `most - 1`. Steps keep their times (in the units of the clock) and counts.
 *
 * Their limits are pointwise and two-sided at this confidence (0 to 1), each from all steps of the
 * whole curve up to there: the beta product procedure of Fay, Brittain and Proschan (Biostatistics 14,
 * 2013) by the method of moments. Without censoring they are Clopper and Pearson's, so they hold for
 * few crashes too, and after the last process has crashed. They hold one by one, not for the curve as
 * a whole. Throws RangeError when `most` is no whole number of at least 2, or for a confidence that
 * cannot be.
 */
export function thinBand(
  curve: readonly CurveStep[],
  most: number,
  confidence: number,
): readonly BandStep[] {
  if (!(confidence > 0 && confidence < 1)) {
    throw new RangeError(`confidence must lie between 0 and 1, not be ${confidence}`);
  }
  const tail = (1 - confidence) / 2;
  const kept = new Set(indexesToKeep(curve, most));
  const band: BandStep[] = [];
  let product = { mean: 1, variance: 0 };
  curve.forEach((step, index) => {
    const alive = step.atRisk - step.crashes;
    product = timesBeta(product, alive + 1, step.crashes);
    if (!kept.has(index)) return;
    band.push({
      ...step,
      // The process that is next to go sets the lower limit; without one nothing does.
      lower: alive === 0 ? 0 : quantile(timesBeta(product, alive, 1), tail),
      upper: quantile(product, 1 - tail),
    });
  });
  return band;
}

/** The smallest tolerance that leaves few enough steps, by halving what it may be. */
function indexesToKeep(curve: readonly CurveStep[], most: number): readonly number[] {
  if (!Number.isSafeInteger(most) || most < 2) {
    throw new RangeError(`a curve keeps a whole number of at least 2 steps, not ${most}`);
  }
  if (curve.length <= most) return [...curve.keys()];
  let low = 0;
  // With the whole fall for a tolerance, the first and the last are left.
  let high = (curve[0]?.survival ?? 1) - (curve.at(-1)?.survival ?? 0);
  for (let turn = 0; turn < HALVINGS; turn++) {
    const middle = (low + high) / 2;
    if (keptWithin(curve, middle).length <= most) high = middle;
    else low = middle;
  }
  return keptWithin(curve, high);
}

/** Each step that lies more than this below the last one kept, and both ends. */
function keptWithin(curve: readonly CurveStep[], tolerance: number): readonly number[] {
  const kept: number[] = [];
  let last = Infinity;
  curve.forEach(({ survival }, index) => {
    if (last - survival <= tolerance && index < curve.length - 1) return;
    kept.push(index);
    last = survival;
  });
  return kept;
}

/** A product of beta variables by its mean and its variance over the squared mean. */
interface Product {
  readonly mean: number;
  readonly variance: number;
}

function timesBeta({ mean, variance }: Product, a: number, b: number): Product {
  const own = b / (a * (a + b + 1));
  return { mean: (mean * a) / (a + b), variance: variance + own + variance * own };
}

/** The quantile of the beta distribution with this mean and variance. */
function quantile({ mean, variance }: Product, probability: number): number {
  const size = (1 - mean - mean * variance) / (mean * variance);
  return betaQuantile(probability, mean * size, (1 - mean) * size);
}
