import type { TrialRecord } from '../records/trial-record.ts';

/** So many trials in a row that never got going are a fault of the set-up, not chance. */
const FAILURES_IN_A_ROW = 3;

export type StopDecision =
  | { readonly kind: 'go-on' }
  | { readonly kind: 'reproduced' }
  | { readonly kind: 'set-up-failed'; readonly reason: string };

/**
 * Whether a run goes on, judged by the trials of this session in the order in which they ended. A
 * failed or an idle trial is no evidence about the crash; one may be chance (a busy machine),
 * several in a row are not, and a program that cannot be started never heals.
 */
export function stopRule(trials: readonly TrialRecord[], untilCrash: boolean): StopDecision {
  if (untilCrash && trials.some(({ outcome }) => outcome === 'crashed')) {
    return { kind: 'reproduced' };
  }
  const last = trials.at(-1);
  if (last?.outcome === 'failed' && last.status === 'not started') {
    return { kind: 'set-up-failed', reason: last.reason };
  }
  const recent = trials.slice(-FAILURES_IN_A_ROW);
  if (last !== undefined && recent.length === FAILURES_IN_A_ROW && recent.every(neverGotGoing)) {
    return {
      kind: 'set-up-failed',
      reason: `${FAILURES_IN_A_ROW} trials in a row failed; the last: ${last.reason}`,
    };
  }
  return { kind: 'go-on' };
}

/** Why a run whose trials are all over tells nothing; null when at least one of them got going. */
export function nothingGotGoing(trials: readonly TrialRecord[]): string | null {
  const last = trials.at(-1);
  if (last === undefined || !trials.every(neverGotGoing)) return null;
  return trials.length === 1
    ? `the only trial failed: ${last.reason}`
    : `all ${trials.length} trials failed; the last: ${last.reason}`;
}

function neverGotGoing({ outcome, iteration }: TrialRecord): boolean {
  return outcome === 'failed' || (outcome === 'hung' && iteration === null);
}
