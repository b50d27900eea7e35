import type { RunRecord } from '../../src/records/run-record.ts';
import type { TrialRecord } from '../../src/records/trial-record.ts';

/** A clean trial of 1000 iterations and 2 seconds, but for what is given. */
export function trialRecord(id: number, changes: Partial<TrialRecord> = {}): TrialRecord {
  return {
    type: 'trial',
    id,
    variant: 'optimized',
    seed: 1000 + id,
    startedAt: '2026-11-23T23:45:01.123Z',
    outcome: 'clean',
    reason: 'it printed its success mark and ended with status 0',
    status: 'exit 0',
    statusName: 'success',
    exitCode: 0,
    signal: null,
    iteration: 999,
    stage: '16',
    signature: null,
    trace: null,
    events: { 'minor-collection': 3 },
    exposure: { iterations: 1000, seconds: 2, minorCollections: 3 },
    seconds: 2,
    watch: 'file',
    output: {
      bytes: 10,
      lines: 2,
      truncated: false,
      file: 'trials/000001/output.txt',
      tail: '14 999\r\n16 "ä" \u0007\\',
    },
    warnings: [],
    ...changes,
  };
}

export function crashRecord(id: number, changes: Partial<TrialRecord> = {}): TrialRecord {
  return trialRecord(id, {
    outcome: 'crashed',
    reason: 'it died of SIGSEGV in iteration 411',
    status: 'SIGSEGV',
    statusName: 'segmentation fault',
    exitCode: null,
    signal: 'SIGSEGV',
    iteration: 411,
    stage: '14',
    signature: 'SIGSEGV at 14',
    trace: {
      count: 412,
      nullCount: 1,
      firstNull: { iteration: 411, text: '4884 (nil) 2631 (nil) 4898' },
      last: '4884 (nil) 2631 (nil) 4898',
    },
    exposure: { iterations: 412, seconds: 1, minorCollections: 1 },
    seconds: 1,
    ...changes,
  });
}

export function runRecord(changes: Partial<RunRecord> = {}): RunRecord {
  return {
    schema: 'winrepro/run/1',
    id: '20261123-234501-control-optimized-4f2a',
    createdAt: '2026-11-23T23:45:01.123Z',
    winrepro: '0.1.0',
    recipe: {
      name: 'control',
      reference: 'control',
      path: '/recipes/control.yaml',
      text: 'schema: winrepro/recipe/1\n',
      sha256: '0'.repeat(64),
    },
    variant: 'optimized',
    platform: 'linux',
    buildKey: 'b'.repeat(64),
    expected: 'crashes',
    options: {
      iterations: 100_000,
      trials: 20,
      untilCrash: true,
      jobs: 1,
      timeoutSeconds: null,
      stallSeconds: 60,
      seed: 7,
      watch: 'file',
      compiler: null,
      interpreter: null,
      lock: null,
      source: null,
    },
    argv: ['run', 'control'],
    ...changes,
  };
}
