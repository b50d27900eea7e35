import { hypergeometricTails } from '../hypergeometric.ts';
import type { TrialRanks } from './failure-ranks.ts';

/** How long it takes until anything fails. */
export interface StartDelay {
  /** Calls before the earliest first failure of a trial. */
  readonly calls: number;
  /** Failures in all trials. */
  readonly failures: number;
  /** ln of the exact chance that nothing fails so long, when any calls may have failed. */
  readonly logP: number;
}

/**
 * Whether the beginning is spared: the chance that none of the failures falls among the first m calls
 * of any trial, where m is how many calls the earliest first failure came after. Exact, for that is
 * the law of the earliest one: it comes so late or later exactly when those calls are spared. Null
 * without a failure.
 */
export function startDelay(trials: readonly TrialRanks[]): StartDelay | null {
  const failures = trials.reduce((sum, one) => sum + one.failures.length, 0);
  if (failures === 0) return null;
  const calls = trials.reduce(
    (least, one) => Math.min(least, one.failures[0] ?? Infinity),
    Infinity,
  );
  const urn = {
    population: trials.reduce((sum, one) => sum + one.calls, 0),
    marked: trials.reduce((sum, one) => sum + Math.min(calls, one.calls), 0),
    drawn: failures,
  };
  return { calls, failures, logP: hypergeometricTails(0, urn).atMost };
}
