import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { associations, leading, remaining } from '../../../src/statistics/events/association.ts';
import { chanceOfMany } from '../../../src/statistics/events/chance-of-many.ts';
import { countLags, lagList } from '../../../src/statistics/events/lag-counts.ts';
import { seededRandom } from '../../../src/statistics/random.ts';
import { choices, sequenceOf, shuffled, smallTrials, stream } from './sequences.ts';

const LAGS = { before: 3, after: 2 };

/** The letters of the events around a call, by lag. */
function eventAt(trial: string, call: number, lag: number): string | undefined {
  return call - lag < 0 ? undefined : trial[call - lag];
}

describe('Counts by kind and lag', () => {
  it('are those of looking at each call, and stop at the ends of a trial', () => {
    fc.assert(
      fc.property(smallTrials, (trials) => {
        const counts = countLags(sequenceOf(...trials), LAGS);
        const calls = trials.flatMap((trial) =>
          Array.from(trial).flatMap((letter, at) =>
            '.X'.includes(letter) ? [{ trial, letter, at }] : [],
          ),
        );
        expect(counts.calls).toBe(calls.length);
        expect(counts.failures).toBe(calls.filter(({ letter }) => letter === 'X').length);
        const kinds = ['M', 'C'].filter((kind) => trials.some((trial) => trial.includes(kind)));
        expect(counts.cells.map(({ code, lag }) => [code, lag])).toEqual(
          kinds.flatMap((kind) => lagList(LAGS).map((lag) => ['MC'.indexOf(kind) + 1, lag])),
        );
        for (const cell of counts.cells) {
          const own = calls.filter(
            ({ trial, at }) => eventAt(trial, at, cell.lag) === 'MC'[cell.code - 1],
          );
          expect(cell.calls).toBe(own.length);
          expect(cell.failures).toBe(own.filter(({ letter }) => letter === 'X').length);
        }
      }),
    );
  });

  it('take an event directly before a failure as lag 1 and one directly after as lag -1', () => {
    const { cells } = countLags(sequenceOf('..MXC..'), LAGS);
    const hits = cells.filter(({ failures }) => failures > 0);
    expect(hits.map(({ code, lag }) => [code, lag])).toEqual([
      [1, 1],
      [2, -1],
    ]);
  });

  it('refuse lags that would reach into another trial', () => {
    expect(() => countLags(sequenceOf('.'), { before: 65, after: 0 })).toThrow(RangeError);
  });
});

describe('The exact chance of an association', () => {
  it('is the share of all relabellings of the calls with such a count or one beyond it', () => {
    const trial = '.M..MX.C.MX..M.';
    const positions = Array.from(trial).flatMap((letter, at) =>
      '.X'.includes(letter) ? [at] : [],
    );
    const found = associations(countLags(sequenceOf(trial), LAGS), 0.95);
    for (const one of found) {
      let [all, more, fewer] = [0, 0, 0];
      for (const chosen of choices(positions.length, 2)) {
        const hits = chosen.filter(
          (rank) => eventAt(trial, positions[rank] ?? 0, one.lag) === 'MC'[one.code - 1],
        ).length;
        all += 1;
        if (hits >= one.failures) more += 1;
        if (hits <= one.failures) fewer += 1;
      }
      expect(Math.exp(one.logP)).toBeCloseTo(Math.min(1, (2 * Math.min(more, fewer)) / all), 9);
    }
  });

  it('comes with the expected count, the share and how many times as often they fail', () => {
    const marks = `${'MX...'.repeat(9)}${'M....'.repeat(20)}X....`;
    const first = leading(associations(countLags(sequenceOf(marks), LAGS), 0.95));
    expect(first).toMatchObject({ code: 1, lag: 1, calls: 29, failures: 9 });
    const calls = Array.from(marks).filter((letter) => letter !== 'M').length;
    expect(first?.expected).toBeCloseTo((10 * 29) / calls, 9);
    expect(first?.ratio?.value).toBeCloseTo(9 / 29 / (1 / (calls - 29)), 9);
    expect(first?.share.lower).toBeLessThan(0.9);
    expect(first?.share.upper).toBeGreaterThan(0.9);
  });

  it('finds nothing where nothing failed', () => {
    expect(associations(countLags(sequenceOf('M..M.'), LAGS), 0.95)).toEqual([]);
    expect(leading([])).toBeNull();
  });

  it('leaves nothing of an echo once what it echoes is known', () => {
    // Collections come every six or seven calls, so one that far back goes with a failure too.
    const random = seededRandom(4);
    const marks = Array.from(
      { length: 900 },
      () => `M${random() < 0.2 ? 'X' : '.'}....${random() < 0.5 ? '.' : ''}`,
    ).join('');
    const sequence = sequenceOf(marks);
    const counts = countLags(sequence, { before: 8, after: 8 });
    const found = associations(counts, 0.95);
    const first = found.findIndex((one) => one === leading(found));
    expect(found[first]).toMatchObject({ lag: 1, code: 1, failures: counts.failures });
    const echo = found.findIndex(({ lag }) => lag === -5);
    expect(found[echo]?.logP).toBeLessThan(Math.log(1e-6));
    const left = remaining(
      sequence,
      counts,
      found[first] ?? { code: 1, lag: 1, calls: 0, failures: 0 },
    );
    expect(left[echo]).toBeGreaterThan(Math.log(0.05));
  });

  it('leaves what goes with the failures besides', () => {
    // Of the calls after a collection only those before a step fail.
    const marks = Array.from({ length: 600 }, (_, turn) =>
      turn % 2 === 0 ? 'M.....' : `MX${turn % 3 === 0 ? 'C' : '.'}...`,
    ).join('');
    const sequence = sequenceOf(marks);
    const counts = countLags(sequence, { before: 2, after: 2 });
    const given = counts.cells.find(({ code, lag }) => code === 1 && lag === 1);
    const left = remaining(sequence, counts, given ?? { code: 1, lag: 1, calls: 0, failures: 0 });
    const step = counts.cells.findIndex(({ code, lag }) => code === 2 && lag === -1);
    expect(left[step]).toBeLessThan(Math.log(1e-6));
  });
});

describe('The chance corrected for many pairs', () => {
  const LOOKED = { before: 10, after: 10 };

  it('is found below 1e-6 where each failure follows a collection, whatever the seed', () => {
    const marks = stream({
      calls: 20_000,
      collections: 0.02,
      failing: 0,
      failingAfterCollection: 0.12,
      seed: 5,
    });
    const sequence = sequenceOf(marks);
    const counts = countLags(sequence, LOOKED);
    const found = associations(counts, 0.95);
    const first = leading(found);
    expect(first).toMatchObject({ code: 1, lag: 1 });
    expect((first?.logP ?? 0) + Math.log(found.length)).toBeLessThan(Math.log(1e-6));
    for (const how of ['relabel', 'shift'] as const) {
      const many = chanceOfMany(sequence, counts, { lags: LOOKED, how, rounds: 199, seed: 3 });
      expect(many.corrected[first === null ? 0 : found.indexOf(first)]).toBe(1 / 200);
    }
  });

  it('is low no more often than it says in 200 shuffled streams', () => {
    const marks = stream({
      calls: 1500,
      collections: 0.06,
      failing: 0.01,
      failingAfterCollection: 0.25,
      seed: 8,
    });
    const random = seededRandom(2021);
    const low = { relabel: 0, shift: 0 };
    for (let round = 0; round < 200; round++) {
      const sequence = sequenceOf(shuffled(marks, random));
      const counts = countLags(sequence, LOOKED);
      for (const how of ['relabel', 'shift'] as const) {
        const many = chanceOfMany(sequence, counts, { lags: LOOKED, how, rounds: 99, seed: round });
        if (Math.min(...many.corrected) <= 0.05) low[how] += 1;
      }
    }
    // 200 times 0.05 is 10; a binomial count is from 2 to 22 with a chance of 0.9994.
    for (const hits of Object.values(low)) {
      expect(hits).toBeGreaterThanOrEqual(2);
      expect(hits).toBeLessThanOrEqual(22);
    }
  });

  it('keeps bursts together when it shifts, so that one burst is no evidence', () => {
    // Nothing goes with anything, but the failures come in bursts of four.
    const collections = Array.from({ length: 400 }, () => '....M....').join('');
    const letters = Array.from(collections);
    for (const at of [37, 1000, 2003]) for (let k = 0; k < 40; k += 9) letters[at + k] = 'X';
    const sequence = sequenceOf(letters.join(''));
    const counts = countLags(sequence, LOOKED);
    const [relabel, shift] = (['relabel', 'shift'] as const).map((how) =>
      Math.min(
        ...chanceOfMany(sequence, counts, { lags: LOOKED, how, rounds: 499, seed: 1 }).corrected,
      ),
    );
    expect(shift).toBeGreaterThan(relabel ?? 1);
  });

  it('is computed from every shift when there are few calls', () => {
    const trial = '.M..MX.C.MX..M.';
    const sequence = sequenceOf(trial);
    const counts = countLags(sequence, LAGS);
    const many = chanceOfMany(sequence, counts, { lags: LAGS, how: 'shift', rounds: 999, seed: 1 });
    const positions = Array.from(trial).flatMap((letter, at) =>
      '.X'.includes(letter) ? [at] : [],
    );
    expect(many.rounds).toBe(positions.length - 1);
    const failures = positions.flatMap((at, rank) => (trial[at] === 'X' ? [rank] : []));
    const cell = counts.cells.findIndex(({ code, lag }) => code === 1 && lag === 1);
    const same = Array.from({ length: positions.length - 1 }, (_, by) =>
      failures.every((rank) => {
        const at = positions[(rank + by + 1) % positions.length] ?? 0;
        return trial[at - 1] === 'M';
      }),
    ).filter(Boolean).length;
    expect(many.alone[cell]).toBeCloseTo((1 + same) / positions.length, 9);
  });

  it('counts the calls that did not fail when most did', () => {
    const marks = stream({
      calls: 400,
      collections: 0.2,
      failing: 0.7,
      failingAfterCollection: 0.99,
      seed: 4,
    });
    const sequence = sequenceOf(marks);
    const counts = countLags(sequence, LAGS);
    const many = chanceOfMany(sequence, counts, {
      lags: LAGS,
      how: 'relabel',
      rounds: 199,
      seed: 1,
    });
    const found = associations(counts, 0.95);
    found.forEach(({ logP }, index) => {
      // Simulated and exact agree within what 199 worlds can tell.
      expect(Math.abs((many.alone[index] ?? 0) - Math.exp(logP))).toBeLessThan(0.15);
    });
    expect(leading(found)).toMatchObject({ code: 1, lag: 1 });
  });

  it('is the same for the same seed', () => {
    const sequence = sequenceOf('.M..MX.C.MX..M.'.repeat(5));
    const counts = countLags(sequence, LAGS);
    const once = () =>
      chanceOfMany(sequence, counts, { lags: LAGS, how: 'relabel', rounds: 50, seed: 9 });
    expect(once()).toEqual(once());
  });
});
