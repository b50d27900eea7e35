import type { BisectionRecord } from '../../records/bisection-record.ts';
import type { SearchBegan } from '../../records/journal-entry.ts';
import { DEFAULTS } from '../../statistics/defaults.ts';
import { maskedFraction } from '../../statistics/placebo.ts';
import { nowIso } from '../../system/clock.ts';
import { InternalError } from '../../system/errors.ts';
import { isDecided } from '../matrix/assessment.ts';
import { processCost, rounded } from './costs.ts';
import { rowOf } from './row.ts';
import { controlRules, type Standing } from './standing.ts';

/**
 * The yardstick of a search: the control's crashes and exposure, what builds and processes cost
 * against its mean, and how often mere layout hides the crash.
 *
 * @param buildSeconds what each build took so far.
 */
export function beginning(
  record: BisectionRecord,
  { trials, assessment }: Standing,
  buildSeconds: readonly number[],
): SearchBegan {
  const { control } = assessment;
  if (control === null) throw new InternalError('a search began without a control');
  const { crashes, exposure } = control.rate;
  const cost = processCost(trials);
  const meanSeconds = ((cost?.iteration ?? 0) * exposure) / crashes;
  // Nothing is known of trials that were told: then nothing costs anything.
  const inMeans = (seconds: number): number =>
    meanSeconds > 0 ? rounded(seconds / meanSeconds) : 0;
  return {
    type: 'search-began',
    at: nowIso(),
    crashes,
    exposure,
    build: record.options.buildCost ?? inMeans(median(buildSeconds)),
    startup: record.options.startupCost ?? inMeans(cost?.startup ?? 0),
    ...maskingOf(record, assessment),
  };
}

function maskingOf(
  record: BisectionRecord,
  { verdicts }: Standing['assessment'],
): Pick<SearchBegan, 'masked' | 'layouts'> {
  const rules = controlRules(record);
  const decided = rules.rows.filter(
    (row) => row !== rules.negative && rowOf(row).layout > 0 && isDecided(verdicts.get(row)),
  );
  if (decided.length === 0) return { masked: 0, layouts: 1 };
  const masked = decided.filter((row) => verdicts.get(row)?.kind === 'cleared').length;
  const fraction = maskedFraction({ placebos: decided.length, masked }, DEFAULTS.confidence);
  return fraction.saltSearch
    ? { masked: fraction.estimate, layouts: record.layouts }
    : { masked: 0, layouts: 1 };
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? 0;
}
