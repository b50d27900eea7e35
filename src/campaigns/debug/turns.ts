import type { DebugOptions } from '../../records/debug-record.ts';
import type { TrialRecord } from '../../records/trial-record.ts';

type Turns = Pick<DebugOptions, 'compare' | 'trials'>;

/** Whether a trial, counted from 1, has the debugger: in a comparison every other one, then all. */
export function isInstrumented(id: number, { compare }: Turns): boolean {
  return id > 2 * compare || id % 2 === 1;
}

/** How many trials there are at most. */
export function mostTrials({ compare, trials }: Turns): number {
  return 2 * compare + Math.max(0, trials - compare);
}

/**
 * The trials that are left, in order. A comparison is run to its end; beyond it the first crash that
 * the debugger saw is enough.
 */
export function nextTrial(done: readonly TrialRecord[], turns: Turns): number | null {
  const ended = new Set(done.map(({ id }) => id));
  const seen = done.some(({ id, outcome }) => outcome === 'crashed' && isInstrumented(id, turns));
  const most = seen ? 2 * turns.compare : mostTrials(turns);
  for (let id = 1; id <= most; id += 1) {
    if (!ended.has(id)) return id;
  }
  return null;
}
