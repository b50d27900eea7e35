import type { TrialRecord } from '../../records/trial-record.ts';

/** What a trial's process costs: its start, and each turn of its loop, seconds. */
export interface ProcessCost {
  readonly startup: number;
  readonly iteration: number;
}

/**
 * The straight line through the seconds of trials over their iterations, by least squares. Null
 * where no trial made a turn.
 */
export function processCost(trials: readonly TrialRecord[]): ProcessCost | null {
  const points = trials
    .map(({ seconds, exposure }) => ({ x: exposure.iterations, y: seconds }))
    .filter(({ x }) => x > 0);
  const n = points.length;
  if (n === 0) return null;
  const meanX = points.reduce((sum, { x }) => sum + x, 0) / n;
  const meanY = points.reduce((sum, { y }) => sum + y, 0) / n;
  const spread = points.reduce((sum, { x }) => sum + (x - meanX) ** 2, 0);
  const slope =
    spread === 0
      ? 0
      : points.reduce((sum, { x, y }) => sum + (x - meanX) * (y - meanY), 0) / spread;
  const startup = meanY - slope * meanX;
  // A line that falls, or starts below nothing, says that the start costs nothing to speak of.
  if (slope <= 0 || startup < 0) return { startup: 0, iteration: meanY / meanX };
  return { startup, iteration: slope };
}

/** Two digits: no decision of a search should hang on the noise of a clock. */
export function rounded(value: number): number {
  return Number(value.toPrecision(2));
}
