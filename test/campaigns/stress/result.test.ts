import { describe, expect, it } from 'vitest';
import { buildStressResult, stressResultOf } from '../../../src/campaigns/stress/result.ts';
import { stressFolder } from '../../../src/records/stress-folder.ts';
import type { JournalEntry } from '../../../src/records/journal-entry.ts';
import type { StressResult } from '../../../src/records/stress-result.ts';
import { makeDirectory, writeJson } from '../../../src/system/files.ts';
import { crashRecord, trialRecord } from '../../records/samples.ts';
import { testFolder } from '../../system/folder.ts';
import { stressRecord, tallyOf, trialsOf, wholeSession, writeStress } from './samples.ts';

const scan = { torn: 0, corrupt: [], tail: null };

function resultOf(entries: readonly JournalEntry[], record = stressRecord()): StressResult {
  const tally = tallyOf(record, entries);
  return buildStressResult({ record, tally, scan, provenance: [], version: '0.1.0' });
}

describe('the result of a stress run', () => {
  it('is computed from its files, those of provenance named', async () => {
    const record = stressRecord();
    const folder = stressFolder(await testFolder(), record.id);
    await writeStress(folder, record);
    await makeDirectory(folder.provenance);
    await writeJson(`${folder.provenance}/O0.json`, {});
    const result = await stressResultOf(record, folder, '0.2.0');
    expect(result).toMatchObject({
      schema: 'winrepro/stress-result/1',
      winrepro: '0.2.0',
      state: 'finished',
      endedAt: '2026-11-25T05:45:01.123Z',
      seconds: 60,
      totals: { trials: 12 },
      provenance: ['provenance/O0.json'],
      journal: { torn: 0, corrupt: [], duplicates: [] },
      resume: null,
    });
    expect(result).toEqual({
      ...resultOf(wholeSession(record)),
      winrepro: '0.2.0',
      provenance: result.provenance,
    });
  });

  it('of a folder without a journal has no trial', async () => {
    const record = stressRecord();
    const result = await stressResultOf(record, stressFolder(await testFolder(), 'x'), '0.1.0');
    expect(result).toMatchObject({
      ...{ state: 'interrupted', verdict: 'inconclusive', pace: [], totals: { trials: 0 } },
      ...{ endedAt: null, resume: 'winrepro resume 20261124-234501-control-stress-4f2a' },
    });
  });

  it('has the sums of its variants', () => {
    const record = stressRecord({ options: { trials: 400 } });
    const { totals, variants, verdict } = resultOf(trialsOf(record), record);
    expect(totals.trials).toBe(400);
    for (const key of ['crashed', 'clean', 'hung', 'iterations', 'seconds'] as const) {
      expect(totals[key]).toBeCloseTo(
        variants.reduce((sum, variant) => sum + variant.totals[key], 0),
        6,
      );
    }
    expect(verdict).toBe('crashes');
    expect(variants[1]?.verdict).toBe('inconclusive');
  });

  it('has the pace of trials a minute, whose sum is their number', () => {
    // Trials end each half second, for 100 minutes.
    const trials = Array.from({ length: 12_000 }, (_, id) => {
      const startedAt = new Date(Date.UTC(2026, 10, 24) + id * 500).toISOString();
      return trialRecord(id + 1, { startedAt });
    });
    const { pace } = resultOf(trials);
    expect(pace).toHaveLength(99);
    const minutes = 11_999 / 120;
    const sum = pace.reduce((total, value) => total + (value * minutes) / pace.length, 0);
    expect(sum).toBeCloseTo(12_000, 3);
    expect(Math.min(...pace)).toBeGreaterThan(115);
    expect(resultOf(trials.slice(0, 100)).pace).toEqual([]);
  });

  it('outlives a clock that was set back', () => {
    const back = trialRecord(3, { startedAt: '2026-11-23T10:00:00.000Z' });
    const { pace } = resultOf([trialRecord(1), crashRecord(2), back]);
    expect(pace.every((value) => value >= 0 && Number.isFinite(value))).toBe(true);
    expect(pace.length).toBeLessThanOrEqual(120);
  });

  it('is itself again after a way through JSON', () => {
    const record = stressRecord({ options: { trials: 100 } });
    const result = resultOf(wholeSession(record), record);
    expect(JSON.parse(JSON.stringify(result))).toEqual(result);
  });
});
