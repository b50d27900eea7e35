import type { OutcomeKind } from '../records/trial-record.ts';
import { trialDoubts } from './doubts.ts';
import {
  completeReason,
  crashReason,
  failedExitReason,
  incompleteReason,
  killedReason,
  notStartedReason,
  startupReason,
  stoppedReason,
  userAbortReason,
} from './reasons.ts';
import { signatureOf } from './signature.ts';
import type { TrialEnd } from './trial-end.ts';

export type { StopCause } from './trial-end.ts';

export interface Classification {
  readonly outcome: OutcomeKind;
  /** One sentence: why it counts as this outcome, and the next move where somebody must act. */
  readonly reason: string;
  /** Null unless crashed. */
  readonly signature: string | null;
  /** What makes one hesitate to take the trial at its word, a sentence each. */
  readonly warnings: readonly string[];
}

type Verdict = Pick<Classification, 'outcome' | 'reason'>;

/**
 * Says how a trial ended. Only a status that a fault of the program itself causes is a crash: a
 * failed start, a missing DLL, a Python traceback, Ctrl-C and whatever follows a kill by winrepro
 * are not. Only status 0 together with the success line (without one in the protocol: with all
 * turns) is clean.
 */
export function classifyTrial(end: TrialEnd): Classification {
  const verdict = verdictOf(end);
  return {
    ...verdict,
    signature: verdict.outcome === 'crashed' ? signatureOf(end) : null,
    warnings: trialDoubts(end, verdict.outcome),
  };
}

function verdictOf(end: TrialEnd): Verdict {
  const { status, stopped } = end;
  if (end.startError !== null) {
    return { outcome: 'failed', reason: notStartedReason(end.startError) };
  }
  if (end.instrumentProblem != null) {
    return { outcome: 'failed', reason: end.instrumentProblem };
  }
  if (stopped === 'interrupt') {
    return { outcome: 'interrupted', reason: stoppedReason(end, stopped) };
  }
  // A limit that was reached while a complete loop was ending takes nothing from it.
  if (stopped !== null && !isComplete(end)) {
    return { outcome: 'hung', reason: stoppedReason(end, stopped) };
  }
  switch (status.kind) {
    case 'crash':
      return { outcome: 'crashed', reason: crashReason(end) };
    case 'user-abort':
      return { outcome: 'interrupted', reason: userAbortReason(end) };
    case 'killed':
      return { outcome: 'failed', reason: killedReason(end) };
    case 'startup-failure':
      return { outcome: 'failed', reason: startupReason(end) };
    case 'exited':
      return exited(end);
  }
}

function exited(end: TrialEnd): Verdict {
  if (isComplete(end)) return { outcome: 'clean', reason: completeReason(end) };
  if (end.status.exitCode === 0) return { outcome: 'failed', reason: incompleteReason(end) };
  // PyPy and CPython before 3.8 print Ctrl-C as a traceback and exit with 1.
  if (end.state.traceback?.exception?.startsWith('KeyboardInterrupt') === true) {
    return { outcome: 'interrupted', reason: userAbortReason(end) };
  }
  return { outcome: 'failed', reason: failedExitReason(end) };
}

function isComplete({ status, state, protocol, iterations }: TrialEnd): boolean {
  if (status.kind !== 'exited' || status.exitCode !== 0) return false;
  return protocol.success === undefined ? state.iterationsBegun >= iterations : state.success;
}
