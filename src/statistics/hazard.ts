import { chiSquareQuantile } from './distributions.ts';

/** Limits at a stated confidence; a limit that nothing sets is 0 or Infinity. */
export interface Interval {
  readonly lower: number;
  readonly upper: number;
}

/** Matching crashes and the exposure in which they came, on one clock. */
export interface Rate {
  readonly crashes: number;
  readonly exposure: number;
}

/** What ended the watching: the last crash, or the end of the time that was given. */
export type Ending = 'crash' | 'exposure';

export interface HazardEstimate extends Rate {
  /** Crashes per unit of exposure. */
  readonly hazard: number;
  readonly hazardInterval: Interval;
  /** Exposure per crash. */
  readonly mean: number;
  readonly meanInterval: Interval;
}

/**
 * The hazard c / E with its exact two-sided interval for crashes at a constant rate. Watched up to
 * the c-th crash, 2 E times the hazard is chi-square with 2 c degrees of freedom (facts
 * search-under-noise 5.1; Epstein and Sobel 1953); watched for a given time, the upper limit takes
 * 2 c + 2 (Garwood 1936). Throws RangeError for a rate that cannot be.
 */
export function estimateHazard(rate: Rate, confidence: number, ending: Ending): HazardEstimate {
  checkRate(rate);
  const { crashes, exposure } = rate;
  const tail = (1 - confidence) / 2;
  const upperFreedom = 2 * crashes + (ending === 'crash' ? 0 : 2);
  if (!(confidence > 0 && confidence < 1) || upperFreedom === 0 || exposure === 0) {
    throw new RangeError(
      `no hazard interval for ${crashes} crashes in ${exposure} at ${confidence}`,
    );
  }
  const hazardInterval = {
    lower: crashes === 0 ? 0 : chiSquareQuantile(tail, 2 * crashes) / (2 * exposure),
    upper: chiSquareQuantile(1 - tail, upperFreedom) / (2 * exposure),
  };
  return {
    crashes,
    exposure,
    hazard: crashes / exposure,
    hazardInterval,
    mean: exposure / crashes,
    meanInterval: { lower: 1 / hazardInterval.upper, upper: 1 / hazardInterval.lower },
  };
}

/** Throws RangeError for counts that are not whole or exposures that are not finite. */
export function checkRate({ crashes, exposure }: Rate): void {
  if (!Number.isSafeInteger(crashes) || crashes < 0) {
    throw new RangeError(`crashes must be a whole number of at least 0, not ${crashes}`);
  }
  if (!(exposure >= 0) || exposure === Infinity) {
    throw new RangeError(`exposure must be a finite number of at least 0, not ${exposure}`);
  }
}
