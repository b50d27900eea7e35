import type { StressOptions } from '../../records/stress-record.ts';
import type { WorkEnd } from '../journal-work.ts';
import type { GuardFinding } from './guards.ts';

/** Where a stress run stands when it is asked whether it goes on. */
export interface StressStanding {
  readonly crashes: number;
  /** Awake and not paused, of all sessions. */
  readonly seconds: number;
  readonly guards: GuardFinding;
  /** For how long no trial could be started because memory was short, seconds. */
  readonly starvedSeconds: number;
  /** Variants that can be tried. */
  readonly open: number;
  /** Why the last variant was given up; null while none was. */
  readonly lastFailure: string | null;
}

/** So long without memory for a single trial is no passing shortage, seconds. */
const LONGEST_STARVATION = 600;

/** How the run comes to its end here, or null when it goes on. */
export function stopReason(options: StressOptions, standing: StressStanding): WorkEnd | null {
  const { untilCrashes, forSeconds } = options;
  if (standing.open === 0) {
    return { state: 'failed', reason: standing.lastFailure ?? 'no variant can be tried here' };
  }
  if (untilCrashes !== null && standing.crashes >= untilCrashes) {
    const what = untilCrashes === 1 ? 'the crash was' : `${untilCrashes} crashes were`;
    return { state: 'finished', reason: `${what} reproduced` };
  }
  if (forSeconds !== null && standing.seconds >= forSeconds) {
    return { state: 'finished', reason: 'the time that it was given passed' };
  }
  if (standing.guards.disk !== null) {
    return { state: 'interrupted', reason: standing.guards.disk };
  }
  if (standing.guards.memory !== null && standing.starvedSeconds >= LONGEST_STARVATION) {
    return { state: 'interrupted', reason: `${standing.guards.memory} for ten minutes` };
  }
  return null;
}
