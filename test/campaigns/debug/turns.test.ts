import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isInstrumented, nextTrial } from '../../../src/campaigns/debug/turns.ts';
import type { TrialRecord } from '../../../src/records/trial-record.ts';

function trial(id: number, outcome: TrialRecord['outcome']): TrialRecord {
  return { id, outcome } as TrialRecord;
}

/** Runs a session whose instrumented trials crash from that number on. */
function session(turns: { compare: number; trials: number }, crashesAt: number): readonly number[] {
  const done: TrialRecord[] = [];
  for (let id = nextTrial(done, turns); id !== null; id = nextTrial(done, turns)) {
    done.push(trial(id, isInstrumented(id, turns) && id >= crashesAt ? 'crashed' : 'clean'));
  }
  return done.map(({ id }) => id);
}

test('without a comparison the first crash ends it, or the number of trials', () => {
  expect(session({ compare: 0, trials: 20 }, 3)).toEqual([1, 2, 3]);
  expect(session({ compare: 0, trials: 4 }, 9)).toEqual([1, 2, 3, 4]);
});

test('a comparison runs as many with as without, in turns, to its end', () => {
  const ids = session({ compare: 5, trials: 2 }, 1);
  expect(ids).toHaveLength(10);
  expect(ids.filter((id) => isInstrumented(id, { compare: 5, trials: 2 }))).toEqual([
    1, 3, 5, 7, 9,
  ]);
});

test('when a comparison saw no crash, the debugger goes on alone to its number of trials', () => {
  expect(session({ compare: 2, trials: 20 }, 7)).toEqual([1, 2, 3, 4, 5, 6, 7]);
  expect(session({ compare: 2, trials: 3 }, 99)).toEqual([1, 2, 3, 4, 5]);
});

test('wherever it was killed, what is left is what was not done', () => {
  fc.assert(
    fc.property(
      fc.nat({ max: 6 }),
      fc.integer({ min: 1, max: 12 }),
      fc.nat({ max: 20 }),
      (compare, trials, lost) => {
        const turns = { compare, trials };
        const all = session(turns, 99);
        const done = all.filter((id) => id !== lost).map((id) => trial(id, 'clean'));
        expect(nextTrial(done, turns)).toBe(all.includes(lost) ? lost : null);
      },
    ),
  );
});
