import { hypergeometricTails } from '../hypergeometric.ts';
import type { TrialRanks } from './failure-ranks.ts';

/** From a failure to the next one of its trial, in calls. */
export interface FailureGaps {
  readonly count: number;
  readonly lower: number;
  readonly median: number;
  readonly upper: number;
  /** Standard deviation over mean: about 1 when failures come at random, less when regular. */
  readonly variation: number;
}

/** Null with fewer than two gaps. */
export function failureGaps(trials: readonly TrialRanks[]): FailureGaps | null {
  const size = trials.reduce((sum, { failures }) => sum + Math.max(0, failures.length - 1), 0);
  if (size < 2) return null;
  const gaps = new Float64Array(size);
  let next = 0;
  for (const { failures } of trials) {
    for (let index = 1; index < failures.length; index++) {
      gaps[next++] = (failures[index] ?? 0) - (failures[index - 1] ?? 0);
    }
  }
  gaps.sort();
  const at = (share: number): number => gaps[Math.min(size - 1, Math.floor(share * size))] ?? 0;
  const mean = gaps.reduce((sum, gap) => sum + gap, 0) / size;
  const variance = gaps.reduce((sum, gap) => sum + (gap - mean) ** 2, 0) / (size - 1);
  const variation = Math.sqrt(variance) / mean;
  return { count: size, lower: at(0.25), median: at(0.5), upper: at(0.75), variation };
}

export interface Bursts {
  /** Runs of failed calls directly after one another. */
  readonly runs: number;
  readonly failures: number;
  /** ln of the chance of so few runs, or fewer, when any calls may have failed. */
  readonly logP: number;
}

/**
 * Whether failures come in bursts of calls that directly follow one another. When any n of N calls
 * may have failed, their runs have the hypergeometric law C(N - n + 1, r) C(n - 1, n - r) / C(N, n)
 * (Stevens, Annals of Eugenics 9, 1939): exact for one trial; of several, put end to end, a run that
 * ends with one trial and goes on in the next counts as one. Null without a failure.
 */
export function failureBursts(trials: readonly TrialRanks[]): Bursts | null {
  let [calls, failures, runs, last] = [0, 0, 0, -2];
  for (const trial of trials) {
    for (const rank of trial.failures) {
      failures += 1;
      if (calls + rank !== last + 1) runs += 1;
      last = calls + rank;
    }
    calls += trial.calls;
  }
  if (failures === 0) return null;
  const urn = { population: calls, marked: calls - failures + 1, drawn: failures };
  return { runs, failures, logP: hypergeometricTails(runs, urn).atMost };
}
