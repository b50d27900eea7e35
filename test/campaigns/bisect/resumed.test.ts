import { describe, expect, it } from 'vitest';
import { answerOf } from '../../../src/campaigns/bisect/answer.ts';
import type { Row } from '../../../src/campaigns/bisect/row.ts';
import type { BisectionRecord } from '../../../src/records/bisection-record.ts';
import type { JournalEntry } from '../../../src/records/journal-entry.ts';
import { parseSet } from '../../../src/search/sets/set-name.ts';
import { bisectionRecord, named } from './samples.ts';
import { simulateBisection, tableOf, worldOf } from './simulated-bisection.ts';

const SIZE = 8;

function hazard({ candidate }: Row): number {
  const kept = parseSet(candidate, SIZE);
  return kept.includes(2) && kept.includes(6) ? 1 : 0;
}

function bisectionWith(jobs: number): BisectionRecord {
  return bisectionRecord({ elements: named(SIZE), options: { jobs } });
}

function answerIn(record: BisectionRecord, { standing }: ReturnType<typeof simulateBisection>) {
  return standing.search === null ? null : answerOf(record, standing.search.answer());
}

/** Where a journal may end when winrepro is killed: behind any of its entries. */
function cutsOf(entries: readonly JournalEntry[]): readonly (readonly JournalEntry[])[] {
  return entries.map((_, end) => entries.slice(0, end));
}

describe.each([{ jobs: 1 }, { jobs: 3 }])(
  'a bisection that is killed and resumed, with $jobs jobs',
  ({ jobs }) => {
    const record = bisectionWith(jobs);

    it.each([1, 2, 3, 4])('at any entry goes on as if nothing had been (seed %i)', (seed) => {
      const world = worldOf({ seed, hazard, foreign: 0.05 });
      const whole = simulateBisection(record, world);
      expect(whole.entries.length).toBeGreaterThan(25);
      for (const cut of cutsOf(whole.entries)) {
        const resumed = simulateBisection(record, world, cut);
        expect(tableOf(resumed.entries), `cut behind ${cut.length}`).toEqual(
          tableOf(whole.entries),
        );
        expect(answerIn(record, resumed)).toEqual(answerIn(record, whole));
        expect(resumed.end).toEqual(whole.end);
      }
    });

    it('again and again, has every trial once', () => {
      const world = worldOf({ seed: 9, hazard });
      const whole = simulateBisection(record, world);
      let journal: readonly JournalEntry[] = [];
      for (let end = 1; end < whole.entries.length; end += 2) {
        journal = simulateBisection(record, world, journal).entries.slice(0, end);
      }
      const last = simulateBisection(record, world, journal);
      expect(tableOf(last.entries)).toEqual(tableOf(whole.entries));
      const ids = last.standing.trials.map(({ id }) => id);
      expect(ids).toEqual(ids.map((_, index) => index + 1));
    });
  },
);

it('what is undone is tried anew, under numbers of its own', () => {
  const record = bisectionWith(1);
  const world = worldOf({ seed: 5, hazard });
  const whole = simulateBisection(record, world);
  const last = whole.standing.trials.findLast(({ variant }) => variant !== '0-7');
  const id = last?.id ?? 0;
  const upTo = whole.entries.slice(
    0,
    whole.entries.findIndex((one) => one.type === 'trial' && one.id === id) + 1,
  );
  const at = '2026-11-24T00:00:00.000Z';
  const again = simulateBisection(record, world, [...upTo, { type: 'undone', at, trials: [id] }]);
  expect(again.standing.trials.map((one) => one.id)).not.toContain(id);
  expect(again.standing.trials.map((one) => one.id)).toContain(id + 1);
  expect(again.standing.trials.find((one) => one.id === id + 1)?.variant).toBe(last?.variant);
  expect(again.end).toEqual(whole.end);
});
