import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { buildStressResult } from '../../../src/campaigns/stress/result.ts';
import type { StressTally } from '../../../src/campaigns/stress/tally.ts';
import type { JournalEntry } from '../../../src/records/journal-entry.ts';
import type { StressRecord } from '../../../src/records/stress-record.ts';
import { crashRecord, trialRecord } from '../../records/samples.ts';
import { stressRecord, tallyOf, trialsOf } from './samples.ts';

const at = '2026-11-24T23:46:00.000Z';
const started: JournalEntry = { type: 'run-started', at, winrepro: '0.1.0' };
const resumed: JournalEntry = { type: 'run-resumed', at, winrepro: '0.1.0' };

/** What is told of the trials, without when and how the sessions ended. */
function trialsTold(record: StressRecord, tally: StressTally): unknown {
  const scan = { torn: 0, corrupt: [], tail: null };
  const result = buildStressResult({ record, tally, scan, provenance: [], version: '0.1.0' });
  const { totals, variants, pace, verdict, journal } = result;
  return { totals, variants, pace, verdict, journal };
}

describe('a tally', () => {
  it('of any division of the trials into sessions is that of one session', () => {
    const record = stressRecord({ options: { trials: 60 } });
    const trials = trialsOf(record);
    const whole = trialsTold(record, tallyOf(record, [started, ...trials]));
    fc.assert(
      fc.property(fc.array(fc.nat({ max: trials.length }), { maxLength: 8 }), (cuts) => {
        const at60: JournalEntry = { type: 'progress', at, seconds: 5 };
        const entries: JournalEntry[] = [started, ...trials];
        for (const cut of [...cuts].sort((a, b) => b - a))
          entries.splice(cut + 1, 0, at60, resumed);
        const tally = tallyOf(record, entries);
        expect(trialsTold(record, tally)).toEqual(whole);
        expect(tally.seconds()).toBe(5 * cuts.length);
        expect(tally.trials()).toBe(trials.length);
        expect(trials.every(({ id }) => tally.has(id))).toBe(true);
      }),
    );
  });

  it('does not depend on the order in which trials ended, but for which came first', () => {
    const record = stressRecord({ options: { trials: 40 } });
    const trials = trialsOf(record);
    const sums = (tally: StressTally): unknown =>
      record.variants.map(({ name }) => {
        const own = tally.variants.get(name);
        const counts = [...(own?.signatures ?? [])].map(
          ([key, { count }]) => [key, count] as const,
        );
        return [own?.outcomes, own?.iterations, own?.exposure, new Map(counts)];
      });
    const whole = sums(tallyOf(record, [started, ...trials]));
    fc.assert(
      fc.property(fc.shuffledSubarray([...trials], { minLength: trials.length }), (shuffled) => {
        expect(sums(tallyOf(record, [started, ...shuffled]))).toEqual(whole);
      }),
    );
  });

  it('counts a trial that was journaled twice once, and says where', () => {
    const tally = tallyOf(stressRecord(), [started, crashRecord(1), trialRecord(1)]);
    expect([tally.trials(), tally.crashes()]).toEqual([1, 1]);
    expect(tally.duplicates).toEqual([{ id: 1, line: 3 }]);
  });

  it('adds the time of the sessions, each of which counts from its beginning', () => {
    const progress = (seconds: number): JournalEntry => ({ type: 'progress', at, seconds });
    const entries = [started, progress(30), progress(60.5), resumed, progress(30), resumed];
    expect(tallyOf(stressRecord(), entries).seconds()).toBe(90.5);
  });

  it('tells how the last session ended, and of one that was killed that it was interrupted', () => {
    const end = (...entries: readonly JournalEntry[]): unknown =>
      tallyOf(stressRecord(), [started, ...entries]).end();
    const ended: JournalEntry = { type: 'run-ended', at, state: 'finished', reason: 'it is late' };
    expect(end()).toEqual({ state: 'interrupted', reason: null, at: null });
    expect(end(ended)).toEqual({ state: 'finished', reason: 'it is late', at });
    expect(end(ended, resumed)).toEqual({ state: 'interrupted', reason: null, at: null });
    const stopped: JournalEntry = { type: 'run-interrupted', at, reason: 'Ctrl-C' };
    expect(end(stopped)).toEqual({ state: 'interrupted', reason: 'Ctrl-C', at });
  });

  it('is new until a session begins', () => {
    expect(tallyOf(stressRecord(), []).isNew()).toBe(true);
    expect(tallyOf(stressRecord(), [started]).isNew()).toBe(false);
  });

  it('forgets a failure of a variant that was built since', () => {
    const failed: JournalEntry = { type: 'row-failed', at, row: 'O0', reason: 'no compiler' };
    const built: JournalEntry = {
      ...{ type: 'row-built', at, row: 'O0', buildKey: 'key', sha256: 'f'.repeat(64), seconds: 1 },
    };
    expect([...tallyOf(stressRecord(), [started, failed]).failed]).toEqual([['O0', 'no compiler']]);
    const tally = tallyOf(stressRecord(), [started, failed, built]);
    expect(tally.failed.size).toBe(0);
    expect(tally.keys.get('O0')).toBe('key');
    expect(tally.builds.get('lab-1')?.get('O0')).toBe('f'.repeat(64));
  });

  it('keeps what workers built and why one was refused', () => {
    const joined: JournalEntry = {
      ...{ type: 'worker-joined', at, worker: 'w1', builds: { O0: 'a' }, refused: 'other recipe' },
    };
    const tally = tallyOf(stressRecord(), [started, joined]);
    expect(tally.builds.get('w1')?.get('O0')).toBe('a');
    expect(tally.notes).toEqual([{ at, text: 'w1 refused: other recipe' }]);
  });

  it('keeps no more than 1,000 notes', () => {
    const note: JournalEntry = { type: 'note', at, text: 'the machine slept' };
    const entries = new Array<JournalEntry>(1500).fill(note);
    expect(tallyOf(stressRecord(), entries).notes).toHaveLength(1000);
  });

  it('counts a trial of a variant that the run does not have, and of none of its own', () => {
    const tally = tallyOf(stressRecord(), [started, crashRecord(1, { variant: 'other' })]);
    expect(tally.has(1)).toBe(true);
    expect(tally.variants.get('optimized')?.outcomes.crashed).toBe(0);
  });
});
