import { describe, expect, it } from 'vitest';
import { hazardRecord } from '../../../src/campaigns/hazard-record.ts';
import { variantResult } from '../../../src/campaigns/stress/variant-result.ts';
import { createVariantTally } from '../../../src/campaigns/stress/variant-tally.ts';
import type { JournalEntry } from '../../../src/records/journal-entry.ts';
import type { StressVariantResult } from '../../../src/records/stress-result.ts';
import type { TrialRecord } from '../../../src/records/trial-record.ts';
import { crashRecord, trialRecord } from '../../records/samples.ts';
import { stressRecord, tallyOf } from './samples.ts';

const record = stressRecord();
const [variant] = record.variants;

function resultOf(entries: readonly JournalEntry[]): StressVariantResult {
  if (variant === undefined) throw new Error('no variant');
  const tally = tallyOf(record, entries);
  return variantResult(
    variant,
    tally.variants.get(variant.name) ?? createVariantTally(),
    tally,
    (seed) => `again with ${seed}`,
  );
}

function ended(id: number, outcome: 'hung' | 'failed' | 'interrupted', status = 'x'): TrialRecord {
  return trialRecord(id, { outcome, status, reason: `${outcome} as ${status}` });
}

function crash(id: number, iterations: number, changes: Partial<TrialRecord> = {}): TrialRecord {
  const exposure = { iterations, seconds: 1, minorCollections: null };
  return crashRecord(id, { iteration: iterations - 1, exposure, ...changes });
}

describe('the result of a variant', () => {
  it('counts hung and failed trials, and takes no evidence from them', () => {
    const trials = [trialRecord(1), crash(2, 500), ended(3, 'hung'), ended(4, 'failed')];
    const result = resultOf([...trials, ended(5, 'interrupted')]);
    expect(result.totals).toEqual({
      ...{ trials: 5, crashed: 1, clean: 1, hung: 1, failed: 1, interrupted: 1 },
      ...{ iterations: 4500, seconds: 9 },
    });
    // An interrupted trial was clean for as long as it lived, but did not end.
    expect(result.hazard).toMatchObject({ crashes: 1, exposure: 2500, hazard: 1 / 2500 });
    expect(result.perTrial?.rate).toBe(0.5);
    expect(result.faults).toEqual([
      { reason: 'hung as x', count: 1 },
      { reason: 'failed as x', count: 1 },
    ]);
    expect(result.verdict).toBe('crashes');
  });

  it('of no trial at all says nothing', () => {
    expect(resultOf([])).toMatchObject({
      verdict: 'inconclusive',
      perTrial: null,
      hazard: { crashes: 0, exposure: 0, hazard: 0, interval: null },
      model: { curve: [], longest: 0, exponentialP: null, weibull: null },
      signatures: [],
      faults: [],
      workers: [],
    });
  });

  it('has Garwood’s limits of the hazard', () => {
    // Garwood (1936): 10 events have the 95 % limits 4.795 and 18.390.
    const { interval } = hazardRecord({ crashes: 10, exposure: 1000 });
    expect(interval?.lower).toBeCloseTo(4.795e-3, 6);
    expect(interval?.upper).toBeCloseTo(18.39e-3, 5);
  });

  it('has Clopper and Pearson’s limits of the share of trials', () => {
    const trials = Array.from({ length: 10 }, (_, place) => trialRecord(place + 1));
    const { perTrial } = resultOf(trials);
    expect(perTrial?.rate).toBe(0);
    expect(perTrial?.upper).toBeCloseTo(1 - 0.025 ** 0.1, 9);
  });

  it('lists signatures by their number, with the first trial of each and its evidence', () => {
    const other = { signature: 'SIGABRT' };
    const trials = [
      crash(1, 30, other),
      crash(2, 20),
      crash(3, 10),
      crash(4, 5, { iteration: null }),
    ];
    const [most, least] = resultOf(trials).signatures;
    expect(most).toEqual({
      signature: 'SIGSEGV at 14',
      count: 3,
      iterations: [9, 19],
      first: {
        ...{ trial: 2, seed: 1002, at: '2026-11-23T23:45:01.123Z' },
        again: 'again with 1002',
      },
      evidence: new Array<string>(3).fill('trials/000001/output.txt'),
    });
    expect(least).toMatchObject({ signature: 'SIGABRT', count: 1, first: { trial: 1 } });
  });

  it('names at most 20 outputs and 1,000 iterations of a signature, the ends among them', () => {
    const trials = Array.from({ length: 2500 }, (_, place) => crash(place + 1, 2500 - place));
    const [signature] = resultOf(trials).signatures;
    expect(signature?.count).toBe(2500);
    expect(signature?.evidence).toHaveLength(20);
    expect(signature?.iterations).toHaveLength(1000);
    expect([signature?.iterations[0], signature?.iterations.at(-1)]).toEqual([0, 2499]);
  });

  it('lumps together the faults beyond 50 kinds, and tells the ten most frequent', () => {
    const trials = Array.from({ length: 200 }, (_, id) => ended(id + 1, 'failed', `exit ${id}`));
    const { faults, totals } = resultOf(trials);
    expect(totals.failed).toBe(200);
    expect(faults).toHaveLength(10);
    expect(faults[0]).toEqual({ reason: 'failed as exit 50', count: 150 });
  });

  it('has a survival curve of at most 500 steps, that ends at the longest lifetime', () => {
    const trials = Array.from({ length: 3000 }, (_, place) => crash(place + 1, 10 * (place + 1)));
    const { model } = resultOf([...trials, trialRecord(3001)]);
    expect(model.curve.length).toBeGreaterThan(100);
    expect(model.curve.length).toBeLessThanOrEqual(500);
    expect(model.longest).toBe(30_000);
    for (const [place, { time, survival, lower, upper }] of model.curve.entries()) {
      expect(time).toBeGreaterThan(model.curve[place - 1]?.time ?? -1);
      expect(lower).toBeLessThanOrEqual(survival);
      expect(upper).toBeGreaterThanOrEqual(survival);
    }
    // Evenly spread lifetimes are no exponential.
    expect(model.exponentialP).toBeLessThan(0.001);
    expect(model.weibull?.lower).toBeGreaterThan(1);
  });

  it('has no shape where all lifetimes are the same, and no rate of crashes before the first turn', () => {
    const same = Array.from({ length: 20 }, (_, place) => crash(place + 1, 10));
    expect(resultOf(same).model.weibull).toBeNull();
    const never = Array.from({ length: 20 }, (_, place) => crash(place + 1, 0));
    const result = resultOf(never);
    expect(result.hazard).toMatchObject({ crashes: 20, exposure: 0, interval: null });
    expect(JSON.parse(JSON.stringify(result))).toEqual(result);
  });

  it('tells what each machine contributed, with its build', () => {
    const at = '2026-11-24T23:46:00.000Z';
    const joined = (worker: string, build: string): JournalEntry => ({
      ...{ type: 'worker-joined', at, worker, builds: { optimized: build }, refused: null },
    });
    const trials = [
      crash(1, 100, { worker: 'b' }),
      { ...trialRecord(2), worker: 'a' },
      crash(3, 50),
    ];
    const result = resultOf([joined('a', 'x'), joined('b', 'y'), ...trials]);
    expect(result.builds).toEqual(['x', 'y']);
    expect(
      result.workers.map(({ worker, trials: own, build, hazard: { crashes, exposure } }) => [
        ...[worker, own, build, crashes, exposure],
      ]),
    ).toEqual([
      ['a', 1, 'x', 0, 1000],
      ['b', 1, 'y', 1, 100],
      ['lab-1', 1, null, 1, 50],
    ]);
  });

  it('says why it could not be tried', () => {
    const at = '2026-11-24T23:46:00.000Z';
    const failed: JournalEntry = { type: 'row-failed', at, row: 'optimized', reason: 'no gcc' };
    expect(resultOf([failed]).failed).toBe('no gcc');
  });
});
