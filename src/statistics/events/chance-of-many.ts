import { hypergeometricTails, logTwoSided } from '../hypergeometric.ts';
import { seededRandom } from '../random.ts';
import { createCallPlaces, type CallPlaces } from './call-places.ts';
import type { EventSequence } from './event-sequence.ts';
import type { LagCounts, Lags } from './lag-counts.ts';
import { createLagTally } from './lag-tally.ts';

/**
 * `relabel`: any calls may have failed. `shift`: the failures as they are, moved along the calls all
 * together and round the end, which keeps their bursts and distances.
 */
export type Redistribution = 'relabel' | 'shift';

export interface ManyOptions {
  readonly lags: Lags;
  readonly how: Redistribution;
  readonly rounds: number;
  readonly seed: number;
}

export interface ChanceOfMany {
  /** How many redistributions were drawn; for `shift` all of them when there are no more. */
  readonly rounds: number;
  /** For each cell, the share of redistributions in which that cell is at least as unlikely. */
  readonly alone: readonly number[];
  /** The same for the least likely of all cells: corrected for looking at all of them. */
  readonly corrected: readonly number[];
}

/** Chances in logarithms that differ by less are the same. */
const SAME = 1e-9;

/**
 * How often chance makes anything look as associated as what was found: in each round the failures
 * are redistributed among the calls, every cell is judged by its exact chance, and the smallest is
 * kept (the single-step min-P of Westfall and Young, "Resampling-based multiple testing", 1993). Min
 * P rather than the largest deviation, for a count of one where 0.01 is expected is a large
 * deviation and no rare thing among so many cells; the cells are tried together, so that their
 * dependence is accounted for. Simulated with this seed, hence a value is (1 + hits) / (1 + rounds)
 * and never below 1 / (1 + rounds). Seeded: the same always.
 */
export function chanceOfMany(
  sequence: EventSequence,
  counts: LagCounts,
  options: ManyOptions,
): ChanceOfMany {
  const places = createCallPlaces(sequence);
  const judge = createJudge(counts);
  const own = counts.cells.map((cell, index) => judge(index, cell.failures));
  const draws = options.how === 'shift' ? shifts(places, options) : relabellings(places, options);
  const tally = createLagTally(sequence, counts.cells, options.lags);
  const alone = new Float64Array(own.length);
  const corrected = new Float64Array(own.length);
  let rounds = 0;
  for (const { positions, complement } of draws) {
    rounds += 1;
    const drawn = tally(positions);
    let least = 0;
    drawn.forEach((value, index) => {
      const failures = complement ? (counts.cells[index]?.calls ?? 0) - value : value;
      const chance = judge(index, failures);
      least = Math.min(least, chance);
      if (chance <= (own[index] ?? 0) + SAME) alone[index] = (alone[index] ?? 0) + 1;
    });
    own.forEach((chance, index) => {
      if (least <= chance + SAME) corrected[index] = (corrected[index] ?? 0) + 1;
    });
  }
  const share = (hits: number): number => (1 + hits) / (1 + rounds);
  return { rounds, alone: [...alone].map(share), corrected: [...corrected].map(share) };
}

/** The exact chance of a count in a cell, remembered: few different counts come. */
function createJudge({ calls, failures, cells }: LagCounts) {
  const known = cells.map(() => new Map<number, number>());
  return (index: number, count: number): number => {
    const before = known[index]?.get(count);
    if (before !== undefined) return before;
    const urn = { population: calls, marked: cells[index]?.calls ?? 0, drawn: failures };
    const chance = logTwoSided(hypergeometricTails(count, urn));
    known[index]?.set(count, chance);
    return chance;
  };
}

interface Draw {
  readonly positions: Uint32Array;
  /** The positions are those of the calls that did not fail. */
  readonly complement: boolean;
}

function* relabellings(places: CallPlaces, { rounds, seed }: ManyOptions): Generator<Draw> {
  const { calls, failures, events } = places;
  const random = seededRandom(seed);
  const complement = failures.length > calls / 2;
  const size = complement ? calls - failures.length : failures.length;
  const positions = new Uint32Array(size);
  const taken = new Uint8Array((events >>> 3) + 1);
  // Where most events are calls, any event is drawn until it is one: that asks for no rank.
  const direct = 2 * calls > events;
  for (let round = 0; round < rounds; round++) {
    for (const position of positions) taken[position >>> 3] = 0;
    for (let index = 0; index < size;) {
      const position = direct
        ? Math.floor(random() * events)
        : places.positionOf(Math.floor(random() * calls));
      const [byte, bit] = [position >>> 3, 1 << (position & 7)];
      const before = taken[byte] ?? 0;
      if ((before & bit) !== 0 || !places.isCall(position)) continue;
      taken[byte] = before | bit;
      positions[index++] = position;
    }
    yield { positions, complement };
  }
}

function* shifts(places: CallPlaces, { rounds, seed }: ManyOptions): Generator<Draw> {
  const { calls, failures } = places;
  const random = seededRandom(seed);
  const all = calls - 1 <= rounds;
  const positions = new Uint32Array(failures.length);
  for (let round = 0; round < (all ? calls - 1 : rounds); round++) {
    const by = all ? round + 1 : 1 + Math.floor(random() * (calls - 1));
    failures.forEach((rank, index) => {
      positions[index] = places.positionOf((rank + by) % calls);
    });
    yield { positions, complement: false };
  }
}
