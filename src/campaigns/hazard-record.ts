import type { HazardRecord } from '../records/stress-result.ts';
import { estimateHazard, type Rate } from '../statistics/hazard.ts';

/** Of the intervals that are shown beside a rate; verdicts have an error of their own. */
const CONFIDENCE = 0.95;

/**
 * Crashes per iteration with their interval, for trials that were watched for a given time: the limits
 * are Garwood's (1936).
 */
export function hazardRecord({ crashes, exposure }: Rate): HazardRecord {
  // A crash before the first turn has no exposure; a rate cannot be told of it.
  if (exposure === 0) {
    return { crashes, exposure, hazard: 0, interval: null, confidence: CONFIDENCE };
  }
  const { hazard, hazardInterval } = estimateHazard({ crashes, exposure }, CONFIDENCE, 'exposure');
  return { crashes, exposure, hazard, interval: hazardInterval, confidence: CONFIDENCE };
}

/** The crashes and the exposure of several nights together. */
export function pooled(nights: readonly { readonly hazard: Rate }[]): Rate {
  return nights.reduce(
    (sum, { hazard }) => ({
      crashes: sum.crashes + hazard.crashes,
      exposure: sum.exposure + hazard.exposure,
    }),
    { crashes: 0, exposure: 0 },
  );
}
