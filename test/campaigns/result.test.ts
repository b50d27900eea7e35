import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { buildResult } from '../../src/campaigns/result.ts';
import type { JournalEntry } from '../../src/records/journal-entry.ts';
import type { JournalReading } from '../../src/records/journal.ts';
import type { RunResult } from '../../src/records/result.ts';
import type { TrialRecord } from '../../src/records/trial-record.ts';
import { crashRecord, runRecord, trialRecord } from '../records/samples.ts';

const at = '2026-11-23T23:45:01.123Z';
const started: JournalEntry = { type: 'run-started', at, winrepro: '0.1.0' };
const ended: JournalEntry = { type: 'run-ended', at, state: 'finished', reason: 'enough trials' };

function reading(entries: readonly JournalEntry[]): JournalReading {
  const trials = entries.filter((entry) => entry.type === 'trial');
  return { entries, trials, duplicates: [], torn: 0, corrupt: [] };
}

function resultOf(journal: JournalReading, run = runRecord()): RunResult {
  return buildResult({
    run,
    journal,
    build: 'f'.repeat(64),
    winrepro: '0.2.0',
    provenance: 'provenance.json',
    resume: 'winrepro resume 4f2a',
  });
}

const hung = (id: number): TrialRecord => trialRecord(id, { outcome: 'hung' });
const failed = (id: number): TrialRecord =>
  trialRecord(id, {
    outcome: 'failed',
    exposure: { iterations: 0, seconds: 0.5, minorCollections: null },
    seconds: 0.5,
  });
const interrupted = (id: number): TrialRecord =>
  trialRecord(id, {
    outcome: 'interrupted',
    exposure: { iterations: 500, seconds: 1, minorCollections: null },
    seconds: 1,
  });

describe('the result of a run that crashed', () => {
  const result = resultOf(reading([started, trialRecord(1), crashRecord(2), ended]));

  it('says so, with the run that it is of', () => {
    expect(result).toMatchObject({
      schema: 'winrepro/result/1',
      winrepro: '0.2.0',
      run: '20261123-234501-control-optimized-4f2a',
      recipe: 'control',
      variant: 'optimized',
      verdict: 'crashes',
      expected: 'crashes',
      state: 'finished',
      reason: 'enough trials',
      seed: 7,
      provenance: 'provenance.json',
      resume: null,
      bound: null,
    });
  });

  it('tells each trial with its status, iteration, signature and exposure', () => {
    expect(result.trials).toHaveLength(2);
    expect(result.trials[1]).toEqual({
      id: 2,
      outcome: 'crashed',
      reason: 'it died of SIGSEGV in iteration 411',
      iteration: 411,
      stage: '14',
      status: 'SIGSEGV',
      statusName: 'segmentation fault',
      signature: 'SIGSEGV at 14',
      seconds: 1,
      seed: 1002,
      exposure: { iterations: 412, seconds: 1, minorCollections: 1 },
      watch: 'file',
      trace: crashRecord(2).trace,
      events: { 'minor-collection': 3 },
      warnings: [],
    });
  });

  it('sums up what all trials lived through', () => {
    expect(result.totals).toEqual({
      trials: 2,
      crashed: 1,
      clean: 1,
      hung: 0,
      failed: 0,
      interrupted: 0,
      iterations: 1412,
      seconds: 3,
    });
  });
});

describe('the result of a run without a crash', () => {
  it('is inconclusive, with the bounds that its clean trials allow', () => {
    const trials = Array.from({ length: 59 }, (_, index) => trialRecord(index + 1));
    const result = resultOf(reading([started, ...trials, ended]));
    expect(result.verdict).toBe('inconclusive');
    expect(result.signatures).toEqual([]);
    expect(result.bound?.perTrial).toBeCloseTo(0.0495, 4);
    expect(result.bound?.perIteration).toBeCloseTo(2.9957 / 59_000, 8);
    expect(result.bound).toMatchObject({
      confidence: 0.95,
      cleanIterations: 59_000,
      cleanTrials: 59,
    });
  });

  it('takes no comfort from hung and failed trials, and only iterations from interrupted ones', () => {
    const trials = [trialRecord(1), hung(2), failed(3), interrupted(4)];
    const result = resultOf(reading([started, ...trials]));
    expect(result.bound).toMatchObject({ cleanIterations: 1500, cleanTrials: 1 });
    expect(result.totals).toMatchObject({
      trials: 4,
      clean: 1,
      hung: 1,
      failed: 1,
      interrupted: 1,
      iterations: 2500,
      seconds: 5.5,
    });
  });

  it('knows no bound when nothing was clean', () => {
    const result = resultOf(reading([started, hung(1), failed(2)]));
    expect(result.bound).toMatchObject({ perIteration: null, perTrial: null });
    expect(resultOf(reading([])).bound).toMatchObject({ perIteration: null, cleanTrials: 0 });
  });
});

describe('the signatures', () => {
  it('are counted with their iterations, the most frequent first', () => {
    const trials = [
      crashRecord(1, { signature: 'b', iteration: 5 }),
      crashRecord(2, { signature: 'a', iteration: 7 }),
      crashRecord(3, { signature: 'c', iteration: 1 }),
      crashRecord(4, { signature: 'c', iteration: null }),
    ];
    expect(resultOf(reading(trials)).signatures).toEqual([
      { signature: 'c', count: 2, iterations: [1, null] },
      { signature: 'a', count: 1, iterations: [7] },
      { signature: 'b', count: 1, iterations: [5] },
    ]);
  });
});

describe('the state', () => {
  const interruption: JournalEntry = { type: 'run-interrupted', at, reason: 'Ctrl-C' };
  const failure: JournalEntry = { type: 'run-ended', at, state: 'failed', reason: 'no compiler' };
  const resumed: JournalEntry = { type: 'run-resumed', at, winrepro: '0.1.0' };
  const note: JournalEntry = { type: 'note', at, text: 'x' };

  it.each([
    [
      'is interrupted without a reason after kill -9',
      [started, trialRecord(1)],
      'interrupted',
      null,
    ],
    ['is interrupted with a reason after Ctrl-C', [started, interruption], 'interrupted', 'Ctrl-C'],
    ['is failed when the set-up was at fault', [started, failure], 'failed', 'no compiler'],
    ['is finished whatever is noted after it', [started, ended, note], 'finished', 'enough trials'],
    ['is interrupted again after a new start', [started, failure, resumed], 'interrupted', null],
  ] as const)('%s', (_, entries, state, reason) => {
    const result = resultOf(reading(entries));
    expect(result).toMatchObject({ state, reason });
    expect(result.resume).toBe(state === 'finished' ? null : 'winrepro resume 4f2a');
  });
});

describe('the command that repeats the first crash', () => {
  it('has its seed, its iterations and the compiler that was asked for', () => {
    const run = runRecord({
      recipe: { ...runRecord().recipe, reference: './my recipe.yaml' },
      options: { ...runRecord().options, compiler: 'clang' },
    });
    const { again } = resultOf(reading([crashRecord(3), crashRecord(2)]), run);
    expect(again).toBe(
      "winrepro run './my recipe.yaml' --variant optimized --seed 1002 --compiler clang --iterations 100000 --trials 1",
    );
  });

  it('is none without a crash, or when the child takes no seed', () => {
    expect(resultOf(reading([trialRecord(1)])).again).toBeNull();
    expect(resultOf(reading([crashRecord(1, { seed: null })])).again).toBeNull();
  });
});

describe('a result', () => {
  it('is the same for every order in which the trials ended', () => {
    const trials = [crashRecord(1), trialRecord(2), crashRecord(3), interrupted(4), hung(5)];
    const expected = resultOf(reading([started, ...trials, ended]));
    fc.assert(
      fc.property(fc.shuffledSubarray(trials, { minLength: 5 }), (shuffled) => {
        expect(resultOf(reading([started, ...shuffled, ended]))).toEqual(expected);
      }),
    );
  });

  it('is told in JSON without a key that gets lost', () => {
    const kind = fc.constantFrom(trialRecord, crashRecord, hung, failed, interrupted);
    fc.assert(
      fc.property(fc.array(kind, { maxLength: 6 }), fc.boolean(), (kinds, hasEnded) => {
        const trials = kinds.map((make, index) => make(index + 1));
        const result = resultOf(reading([started, ...trials, ...(hasEnded ? [ended] : [])]));
        expect(JSON.parse(JSON.stringify(result))).toStrictEqual(result);
      }),
    );
  });

  it('never hides what is wrong with its journal', () => {
    const corrupt = [{ line: 3, at: '/j:3', problem: 'it is not JSON', text: 'x' }];
    const duplicates = [{ id: 1, line: 4 }];
    const journal = { ...reading([started, trialRecord(1)]), torn: 2, corrupt, duplicates };
    expect(resultOf(journal).journal).toEqual({ torn: 2, corrupt, duplicates });
  });
});
