import type { TrialRecord } from '../../records/trial-record.ts';
import { nowIso } from '../../system/clock.ts';
import { UserError } from '../../system/errors.ts';
import type { Standing } from './standing.ts';

/**
 * A trial that was run elsewhere, as its journal line: what is not known of it is left empty.
 *
 * @throws UserError for a crash whose signature nobody knows yet.
 */
export function toldTrial(
  told: {
    readonly candidate: string;
    readonly outcome: 'crashed' | 'clean';
    /** Turns of the loop up to the crash, or to the clean end. */
    readonly turns: number;
    /** Undefined for the control's. */
    readonly signature: string | undefined;
  },
  { nextId, assessment }: Standing,
): TrialRecord {
  const crashed = told.outcome === 'crashed';
  const signature = told.signature ?? assessment.control?.signature ?? null;
  if (crashed && signature === null) {
    throw new UserError(
      `${told.candidate} crashed, but which crash that was is not known before the control's own: say it with --signature, in the words of winrepro run, such as 'SIGSEGV after 14'`,
    );
  }
  return {
    type: 'trial',
    id: nextId,
    variant: told.candidate,
    seed: null,
    startedAt: nowIso(),
    outcome: told.outcome,
    reason: 'told by hand',
    status: 'told',
    statusName: 'told by hand',
    exitCode: null,
    signal: null,
    iteration: crashed ? told.turns : null,
    stage: null,
    signature: crashed ? signature : null,
    trace: null,
    events: null,
    exposure: { iterations: told.turns, seconds: 0, minorCollections: null },
    seconds: 0,
    watch: 'file',
    output: { bytes: 0, lines: 0, truncated: false, file: null, tail: '' },
    warnings: [],
  };
}
