import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createDueQueue, type DueQueue } from '../../../src/campaigns/stress/due-queue.ts';
import type { JournalEntry } from '../../../src/records/journal-entry.ts';
import { stressRecord, tallyOf, trialsOf } from './samples.ts';

const at = '2026-11-24T23:46:00.000Z';
const failed = (row: string): JournalEntry => ({ type: 'row-failed', at, row, reason: 'broken' });

function drain(queue: DueQueue): readonly number[] {
  const ids: number[] = [];
  for (let next = queue.next(); next !== null; next = queue.next()) ids.push(next.id);
  return ids;
}

describe('the queue of due trials', () => {
  it('holds exactly what any journal lacks, in order', () => {
    const record = stressRecord({ options: { trials: 40 } });
    const trials = trialsOf(record);
    fc.assert(
      fc.property(fc.shuffledSubarray([...trials]), (done) => {
        const queue = createDueQueue(record, tallyOf(record, done));
        expect(queue.isEmpty()).toBe(false);
        const missing = trials.filter((trial) => !done.includes(trial)).map(({ id }) => id);
        expect(drain(queue)).toEqual(missing);
        expect(queue.isEmpty()).toBe(true);
      }),
    );
  });

  it('leaves out a variant from the moment at which it was given up', () => {
    const record = stressRecord({ options: { trials: 8 } });
    const tally = tallyOf(record, []);
    const queue = createDueQueue(record, tally);
    expect([queue.next()?.id, queue.next()?.id]).toEqual([1, 2]);
    tally.add(failed('O0'));
    expect(drain(queue)).toEqual([3, 5, 7]);
  });

  it('without an end does not search for ever when no variant can be tried', () => {
    const record = stressRecord({ options: { trials: null } });
    const queue = createDueQueue(record, tallyOf(record, [failed('O0'), failed('optimized')]));
    expect(queue.next()).toBeNull();
    expect(queue.isEmpty()).toBe(false);
  });
});
