import type { BisectionOptions, BisectionRecord } from '../../../src/records/bisection-record.ts';
import type { BisectionResult } from '../../../src/records/bisection-result.ts';
import type { JournalEntry, RowBuilt, SearchBegan } from '../../../src/records/journal-entry.ts';
import { matrixResult } from '../../records/matrix-samples.ts';
import { runRecord } from '../../records/samples.ts';

const AT = '2026-11-23T23:45:01.123Z';

/** A bisection of five flags whose parts are none, but for what is given. */
export function bisectionRecord(
  changes: Partial<Omit<BisectionRecord, 'options'>> & {
    readonly options?: Partial<BisectionOptions>;
  } = {},
): BisectionRecord {
  return {
    schema: 'winrepro/bisection/1',
    id: '20261123-234501-control-flags-4f2a',
    createdAt: AT,
    winrepro: '0.1.0',
    recipe: runRecord().recipe,
    title: 'A struct that a collection clears',
    platform: 'linux',
    variant: 'optimized',
    axis: {
      name: 'flags',
      kind: 'flags',
      why: 'which of the flags the crash needs',
      find: 'crash',
      expand: true,
      within: null,
    },
    space: { type: 'set', implications: [], parts: [], maxSets: 1, strategy: 'probdd' },
    elements: ['-O2', '-flto', '-g', '-Wall', '-Wextra'],
    layouts: 1,
    earliest: null,
    argv: ['bisect', 'flags', 'control'],
    ...changes,
    options: {
      delta: 0.05,
      rho: 0.5,
      background: 0.5,
      controlCrashes: 5,
      jobs: 1,
      budgetSeconds: null,
      maxBuilds: null,
      layouts: null,
      buildCost: 1,
      startupCost: 0,
      timeoutSeconds: 3600,
      stallSeconds: 60,
      seed: 7,
      iterations: null,
      watch: null,
      compiler: null,
      interpreter: null,
      lock: null,
      source: null,
      ...changes.options,
    },
  };
}

/** So many elements that are called `e0`, `e1`, and so on. */
export function named(size: number): readonly string[] {
  return Array.from({ length: size }, (_, index) => `e${index}`);
}

export function rowBuilt(row: string, sha256: string | null = `binary of ${row}`): RowBuilt {
  return { type: 'row-built', at: AT, row, buildKey: `key of ${row}`, sha256, seconds: 1 };
}

export function rowFailed(row: string): JournalEntry {
  return { type: 'row-failed', at: AT, row, reason: 'the compiler said no' };
}

export function skipped(candidate: string): JournalEntry {
  return { type: 'candidate-skipped', at: AT, candidate };
}

export function undone(...trials: readonly number[]): JournalEntry {
  return { type: 'undone', at: AT, trials };
}

/** The yardstick of the control of `../matrix/trials.ts`: five crashes in 50,000 iterations. */
export function searchBegan(changes: Partial<SearchBegan> = {}): SearchBegan {
  return {
    type: 'search-began',
    at: AT,
    crashes: 5,
    exposure: 50_000,
    build: 1,
    startup: 0,
    masked: 0,
    layouts: 1,
    ...changes,
  };
}

export function bisectionResult(changes: Partial<BisectionResult> = {}): BisectionResult {
  return {
    schema: 'winrepro/bisection-result/1',
    winrepro: '0.1.0',
    bisection: '20261123-234501-control-flags-4f2a',
    recipe: 'control',
    title: 'A struct that a collection clears',
    variant: 'optimized',
    axis: bisectionRecord().axis,
    elements: bisectionRecord().elements,
    state: 'finished',
    conclusion: 'conclusive',
    reason: 'the answer has its stated error',
    delta: 0.05,
    rho: 0.5,
    seed: 7,
    control: matrixResult().control,
    yardstick: {
      crashes: 5,
      exposure: 50_000,
      buildCost: 1.5,
      startupCost: 0,
      masked: 0,
      layouts: 1,
    },
    answer: null,
    candidates: [],
    tainted: 0,
    totals: { trials: 30, builds: 9, iterations: 1_234_567, seconds: 12.34, buildSeconds: 6.5 },
    journal: { torn: 0, corrupt: [], duplicates: [] },
    resume: null,
    ...changes,
  };
}
