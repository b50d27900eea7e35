import type { MatrixRecord, MatrixRow } from '../../src/records/matrix-record.ts';
import type { MatrixResult, RowResult } from '../../src/records/matrix-result.ts';
import { runRecord } from './samples.ts';

/** A row that the recipe expects to clear, but for what is given. */
export function matrixRow(name: string, changes: Partial<MatrixRow> = {}): MatrixRow {
  return {
    name,
    variant: name,
    layout: null,
    role: null,
    why: `what ${name} is`,
    said: null,
    expected: 'clears',
    ...changes,
  };
}

export function matrixRecord(changes: Partial<MatrixRecord> = {}): MatrixRecord {
  return {
    schema: 'winrepro/matrix/1',
    id: '20261123-234501-control-matrix-4f2a',
    createdAt: '2026-11-23T23:45:01.123Z',
    winrepro: '0.1.0',
    kind: 'matrix',
    recipe: runRecord().recipe,
    title: 'A struct that a collection clears',
    platform: 'linux',
    control: matrixRow('control', { role: 'positive-control', expected: 'crashes' }),
    rows: [matrixRow('a'), matrixRow('b', { expected: 'crashes', said: 'no crash in 100,000' })],
    earliest: null,
    options: {
      beta: 0.05,
      rho: 0.5,
      controlCrashes: 5,
      jobs: 1,
      budgetSeconds: null,
      timeoutSeconds: 3600,
      stallSeconds: 60,
      seed: 7,
      iterations: null,
      watch: null,
      compiler: null,
      interpreter: null,
      lock: null,
      source: null,
    },
    argv: ['matrix', 'control'],
    ...changes,
  };
}

/** A row that was cleared as expected, but for what is given. */
export function rowResult(name: string, changes: Partial<RowResult> = {}): RowResult {
  return {
    ...matrixRow(name),
    verdict: 'cleared',
    reason: 'clean for as long as a crashing row would be only with the chance 0.05',
    agrees: true,
    claim: null,
    trials: 1,
    crashes: 0,
    exposure: 100_000,
    bound: 0.03125,
    basis: 'formula',
    ratio: null,
    foreign: [],
    unknown: 0,
    tainted: 0,
    build: 'f'.repeat(64),
    sameAs: null,
    ...changes,
  };
}

export function matrixResult(changes: Partial<MatrixResult> = {}): MatrixResult {
  return {
    schema: 'winrepro/matrix-result/1',
    winrepro: '0.1.0',
    matrix: '20261123-234501-control-matrix-4f2a',
    kind: 'matrix',
    recipe: 'control',
    title: 'A struct that a collection clears',
    state: 'finished',
    conclusion: 'conclusive',
    reason: 'every row that can be tried here has its verdict',
    beta: 0.05,
    rho: 0.5,
    seed: 7,
    control: {
      variant: 'optimized',
      trials: 5,
      crashes: 5,
      exposure: 50_000,
      clock: 'iterations',
      signature: 'SIGSEGV after 14',
      mean: { mean: 10_000, lower: 4882.1, upper: 30_797.6 },
      clearExposure: 82_056.4,
      doubts: [],
      checks: { exponential: 'passed', weibull: 'unknown', immune: 'passed', earliest: 'unknown' },
    },
    rows: [rowResult('volatile')],
    masked: null,
    totals: { trials: 6, iterations: 150_000, seconds: 12.34 },
    journal: { torn: 0, corrupt: [], duplicates: [] },
    resume: null,
    ...changes,
  };
}
