import type { TrialRecord } from '../../records/trial-record.ts';
import { nowIso } from '../../system/clock.ts';

/** A trial that no worker brought to an end: no evidence, but it has its place among the others. */
export function lostTrial(id: number, variant: string, reason: string): TrialRecord {
  return {
    type: 'trial',
    id,
    variant,
    worker: 'fleet',
    seed: null,
    startedAt: nowIso(),
    outcome: 'failed',
    reason,
    status: 'lost',
    statusName: 'no worker brought it to an end',
    exitCode: null,
    signal: null,
    iteration: null,
    stage: null,
    signature: null,
    trace: null,
    events: null,
    exposure: { iterations: 0, seconds: 0, minorCollections: null },
    seconds: 0,
    watch: 'file',
    output: { bytes: 0, lines: 0, truncated: false, file: null, tail: '' },
    warnings: [],
  };
}
