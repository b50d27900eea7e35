import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createWatchTally, type WatchTallyOptions } from '../../../src/evidence/watch/tally.ts';
import { makeStop } from './make-stop.ts';

const options = { compared: ['xmm6', 'rbx'], from: null, last: 4 };

function tallyOf(calls: readonly boolean[], more: Partial<WatchTallyOptions> = {}) {
  const tally = createWatchTally({ ...options, ...more });
  for (const [iteration, lost] of calls.entries()) {
    const time = { iteration, exact: true };
    tally.take(makeStop('before', 2, { xmm6: '0x5', rbx: '0x1' }), time);
    tally.take(makeStop('after', 2, { xmm6: lost ? '0x0' : '0x5', rbx: '0x1' }), time);
    tally.take(makeStop('entry', 2, { r8: '0x7' }), time);
  }
  return tally;
}

describe('the tally of a watch', () => {
  it('points at the first call behind which a register differs', () => {
    const tally = tallyOf([false, false, true, true, false]);
    expect(tally.change()).toEqual({
      call: 3,
      before: 7,
      after: 8,
      iteration: 2,
      exact: true,
      thread: '0x1',
      returnsTo: '0x401000',
      registers: [{ register: 'xmm6', before: '0x5', after: '0x0' }],
    });
    expect(tally.counts()).toEqual({
      stops: 15,
      entries: 5,
      calls: 5,
      unreturned: 0,
      changedCalls: 2,
    });
  });

  it('says so when nothing changed', () => {
    const tally = tallyOf([false, false]);
    expect(tally.change()).toBeNull();
    expect(tally.counts().calls).toBe(2);
    expect(tally.rows().map(({ stop }) => stop)).toEqual([3, 4, 5, 6]);
  });

  it('keeps the rows around the first change, those of later changes and the last ones', () => {
    const calls = Array.from({ length: 100 }, (_, index) => index === 20 || index === 60);
    const rows = tallyOf(calls).rows();
    expect(rows.map(({ stop }) => stop)).toEqual([
      ...[57, 58, 59, 60, 61, 62, 63, 64, 65, 66, 67, 68],
      182,
      ...[297, 298, 299, 300],
    ]);
    expect(rows.filter(({ changed }) => changed.length > 0).map(({ stop }) => stop)).toEqual([
      62, 182,
    ]);
  });

  it('looks at nothing before the iteration that it is told to begin at', () => {
    const tally = tallyOf([true, false, true], { from: 1 });
    expect(tally.change()?.call).toBe(3);
    expect(tally.counts()).toMatchObject({ stops: 9, calls: 2, changedCalls: 1 });
  });

  it('never keeps more than it must, and counts all, however long the watch', () => {
    fc.assert(
      fc.property(
        fc.array(fc.boolean(), { maxLength: 600 }),
        fc.integer({ min: 1, max: 50 }),
        (calls, last) => {
          const tally = tallyOf(calls, { last });
          const changed = calls.filter(Boolean).length;
          const rows = tally.rows();
          expect(tally.counts().changedCalls).toBe(changed);
          expect(tally.change()?.iteration ?? -1).toBe(calls.indexOf(true));
          expect(rows.length).toBeLessThanOrEqual(12 + 100 + last);
          expect(rows.slice(-Math.min(last, calls.length * 3)).at(-1)?.stop ?? 0).toBe(
            calls.length * 3,
          );
        },
      ),
    );
  });
});
