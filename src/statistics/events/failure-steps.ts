import { hypergeometricTails } from '../hypergeometric.ts';
import type { TrialRanks } from './failure-ranks.ts';

/** Failures that prefer every so manieth call. */
export interface FailureStep {
  /** 2: every other call. */
  readonly step: number;
  /** The rest that the number of the call, from 0, leaves when divided by the step. */
  readonly rest: number;
  /** How many of the failures fall there. */
  readonly hits: number;
  readonly failures: number;
  /** ln of the exact chance, times all the steps and rests that were tried (Bonferroni). */
  readonly logP: number;
}

/** Steps from 2 to this are tried. */
export const LONGEST_STEP = 32;

/**
 * The step that the failures prefer most: for each step and rest, the exact hypergeometric chance of
 * so many failures there or more when any calls may have failed, times the number of pairs tried. Of
 * equal chances the shortest step. Calls are counted from 0 in each trial. Null without a failure.
 */
export function failureStep(trials: readonly TrialRanks[]): FailureStep | null {
  const population = trials.reduce((sum, { calls }) => sum + calls, 0);
  const drawn = trials.reduce((sum, { failures }) => sum + failures.length, 0);
  if (drawn === 0) return null;
  let best: FailureStep | null = null;
  let tried = 0;
  for (let step = 2; step <= LONGEST_STEP; step++) {
    const hits = new Float64Array(step);
    for (const { failures } of trials) {
      for (const rank of failures) hits[rank % step] = (hits[rank % step] ?? 0) + 1;
    }
    for (let rest = 0; rest < step; rest++) {
      tried += 1;
      const marked = trials.reduce(
        (sum, { calls }) => sum + Math.max(0, Math.ceil((calls - rest) / step)),
        0,
      );
      const own = hits[rest] ?? 0;
      const { atLeast } = hypergeometricTails(own, { population, marked, drawn });
      if (best === null || atLeast < best.logP - 1e-9) {
        best = { step, rest, hits: own, failures: drawn, logP: atLeast };
      }
    }
  }
  return best === null ? null : { ...best, logP: Math.min(0, best.logP + Math.log(tried)) };
}
