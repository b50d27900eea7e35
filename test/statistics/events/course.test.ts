import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compareDistances } from '../../../src/statistics/events/distances.ts';
import { failureBursts, failureGaps } from '../../../src/statistics/events/failure-gaps.ts';
import { failurePeriod } from '../../../src/statistics/events/failure-period.ts';
import { failureRanks } from '../../../src/statistics/events/failure-ranks.ts';
import { failureStep } from '../../../src/statistics/events/failure-steps.ts';
import { startDelay } from '../../../src/statistics/events/start-delay.ts';
import { seededRandom } from '../../../src/statistics/random.ts';
import { choices, sequenceOf, smallTrials, stream } from './sequences.ts';

function ranks(...trials: readonly string[]) {
  return failureRanks(sequenceOf(...trials));
}

/** The shares of all ways to fail `size` of `calls` calls that a test is true of. */
function share(calls: number, size: number, test: (chosen: readonly number[]) => boolean): number {
  const all = [...choices(calls, size)];
  return all.filter(test).length / all.length;
}

describe('The ranks of failures', () => {
  it('count the calls of each trial from 0, and leave out trials without a call', () => {
    expect(ranks('.MX.', 'M', 'X', '')).toEqual([
      { calls: 3, failures: Uint32Array.of(1) },
      { calls: 1, failures: Uint32Array.of(0) },
    ]);
  });
});

describe('Distances to the last event', () => {
  it('are those of looking back from each call, in its trial', () => {
    fc.assert(
      fc.property(smallTrials, (trials) => {
        for (const { code, calls, failures } of compareDistances(sequenceOf(...trials))) {
          const found = (wanted: string): number[] =>
            trials.flatMap((trial) =>
              Array.from(trial).flatMap((letter, at) => {
                if (!wanted.includes(letter)) return [];
                const last = trial.lastIndexOf('MC'[code - 1] ?? '', at);
                return [last < 0 ? Infinity : at - last];
              }),
            );
          for (const [summary, wanted] of [
            [calls, '.X'],
            [failures, 'X'],
          ] as const) {
            const sorted = found(wanted).sort((a, b) => a - b);
            expect(summary.count).toBe(sorted.length);
            expect(summary.never).toBe(sorted.filter((one) => one === Infinity).length);
            if (sorted.length === 0) continue;
            const median = sorted[Math.ceil(sorted.length / 2) - 1] ?? 0;
            expect(summary.median).toBe(median === Infinity ? null : median);
          }
        }
      }),
    );
  });

  it('are nearer at failures with the share of pairs in which they are', () => {
    fc.assert(
      fc.property(smallTrials, (trials) => {
        const text = trials.join('M');
        const [first] = compareDistances(sequenceOf(text)).filter(({ code }) => code === 1);
        if (first?.nearer == null) return;
        const all = Array.from(text).flatMap((letter, at) => {
          if (!'.X'.includes(letter)) return [];
          const last = text.lastIndexOf('M', at);
          return [{ letter, distance: last < 0 ? Infinity : at - last }];
        });
        let [wins, pairs] = [0, 0];
        for (const failed of all.filter(({ letter }) => letter === 'X')) {
          for (const fine of all.filter(({ letter }) => letter === '.')) {
            pairs += 1;
            wins +=
              failed.distance < fine.distance ? 1 : failed.distance === fine.distance ? 0.5 : 0;
          }
        }
        expect(first.nearer).toBeCloseTo(wins / pairs, 9);
      }),
    );
  });

  it('keep two digits of what is far', () => {
    const [one] = compareDistances(sequenceOf(`M${'.'.repeat(100_000)}X`));
    expect(one?.failures.median ?? 0).toBeGreaterThan(98_000);
    expect(one?.failures.median ?? 0).toBeLessThanOrEqual(100_001);
  });

  it('say no chance where all calls failed, and 1 where all are alike', () => {
    expect(compareDistances(sequenceOf('MXMX'))[0]).toMatchObject({ nearer: null, p: null });
    expect(compareDistances(sequenceOf('MXM.'))[0]).toMatchObject({ nearer: 0.5, p: 1 });
  });

  it('tell a difference by chance as often as they say', () => {
    let low = 0;
    for (let seed = 0; seed < 300; seed++) {
      const plan = { calls: 600, collections: 0.1, failing: 0.1, failingAfterCollection: 0.1 };
      const [one] = compareDistances(sequenceOf(stream({ ...plan, seed })));
      if ((one?.p ?? 1) < 0.05) low += 1;
    }
    // 300 times 0.05 is 15; a binomial count is from 4 to 29 with a chance of 0.9992.
    expect(low).toBeGreaterThanOrEqual(4);
    expect(low).toBeLessThanOrEqual(29);
  });
});

describe('Gaps and bursts', () => {
  it('tell the quartiles of the gaps within trials', () => {
    expect(failureGaps(ranks('X.X..X', 'X....X'))).toMatchObject({
      count: 3,
      lower: 2,
      median: 3,
      upper: 5,
    });
    expect(failureGaps(ranks('X.X'))).toBeNull();
  });

  it('have the exact chance of so few runs', () => {
    const trial = '..XX..X....';
    const runs = (chosen: readonly number[]): number =>
      chosen.filter((rank, index) => index === 0 || rank !== (chosen[index - 1] ?? 0) + 1).length;
    const found = failureBursts(ranks(trial));
    expect(found).toMatchObject({ runs: 2, failures: 3 });
    expect(Math.exp(found?.logP ?? 0)).toBeCloseTo(
      share(trial.length, 3, (chosen) => runs(chosen) <= 2),
      9,
    );
    expect(failureBursts(ranks('....'))).toBeNull();
  });
});

describe('The step that failures prefer', () => {
  it('is every other call where only the second call of a turn can fail', () => {
    const random = seededRandom(1);
    const trial = Array.from({ length: 3000 }, () => (random() < 0.02 ? '.X' : '..')).join('');
    const step = failureStep(ranks(trial, trial));
    expect(step).toMatchObject({ step: 2, rest: 1, hits: step?.failures });
    expect(step?.logP).toBeLessThan(Math.log(1e-9));
  });

  it('is found by chance no more often than it says', () => {
    let low = 0;
    for (let seed = 0; seed < 300; seed++) {
      const marks = stream({
        calls: 500,
        collections: 0,
        failing: 0.06,
        failingAfterCollection: 0,
        seed,
      });
      if (Math.exp(failureStep(ranks(marks))?.logP ?? 0) < 0.05) low += 1;
    }
    expect(low).toBeLessThanOrEqual(29);
  });
});

describe('A long period', () => {
  const wave = (period: number, seed: number): string => {
    const random = seededRandom(seed);
    return Array.from({ length: 20_000 }, (_, call) =>
      random() < 0.02 * (1 + Math.cos((2 * Math.PI * call) / period)) ? 'X' : '.',
    ).join('');
  };

  it('is found where there is one, in several trials together', () => {
    const found = failurePeriod(ranks(wave(700, 1), wave(700, 2)), { rounds: 99, seed: 1 });
    expect(found?.p).toBe(0.01);
    expect(found?.period ?? 0).toBeGreaterThan(660);
    expect(found?.period ?? 0).toBeLessThan(740);
  });

  it('is found by chance as often as it says', () => {
    let low = 0;
    for (let seed = 0; seed < 100; seed++) {
      const plan = { calls: 256, collections: 0, failing: 0.1, failingAfterCollection: 0 };
      const found = failurePeriod(ranks(stream({ ...plan, seed })), { rounds: 19, seed });
      if ((found?.p ?? 1) <= 0.05) low += 1;
    }
    // 100 times 0.05 is 5; a binomial count is below 15 with a chance of 0.9999.
    expect(low).toBeLessThan(15);
  });

  it('is not looked for in too few failures', () => {
    expect(failurePeriod(ranks('X.........X......X'), { rounds: 9, seed: 1 })).toBeNull();
    expect(failurePeriod(ranks('XXXX'), { rounds: 9, seed: 1 })).toBeNull();
  });
});

describe('The start', () => {
  it('has the exact chance that so many calls of each trial are spared', () => {
    const [first, second] = ['...X..', '....'];
    const found = startDelay(ranks(first, second));
    expect(found).toMatchObject({ calls: 3, failures: 1 });
    expect(Math.exp(found?.logP ?? 0)).toBeCloseTo(
      share(10, 1, ([rank = 0]) => (rank < 6 ? rank >= 3 : rank - 6 >= 3)),
      9,
    );
    expect(startDelay(ranks('...'))).toBeNull();
  });
});
