import type { TrialRecord } from '../../records/trial-record.ts';
import { nowIso } from '../../system/clock.ts';
import type { Standing } from './standing.ts';

/** A trial that was run elsewhere, as its journal line: what is not known of it is left empty. */
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
    signature: crashed ? (told.signature ?? assessment.control?.signature ?? 'told') : null,
    trace: null,
    events: null,
    exposure: { iterations: told.turns, seconds: 0, minorCollections: null },
    seconds: 0,
    watch: 'file',
    output: { bytes: 0, lines: 0, truncated: false, file: null, tail: '' },
    warnings: [],
  };
}
