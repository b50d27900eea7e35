import { simulate } from '../../../scripts/bench/search-worlds.js';
import type { Search } from '../../../src/search/search.ts';
import { parseSet } from '../../../src/search/sets/set-name.ts';
import type { Rate } from '../../../src/statistics/hazard.ts';
import { seededRandom, type Random } from '../../../src/statistics/random.ts';

export type Holds = (elements: readonly number[]) => boolean;

export function holdsAll(needed: readonly number[]): Holds {
  return (elements) => needed.every((element) => elements.includes(element));
}

/** So many different elements below `size`. */
export function drawElements(size: number, count: number, random: Random): number[] {
  const drawn = new Set<number>();
  while (drawn.size < count) drawn.add(Math.floor(random() * size));
  return [...drawn].sort((a, b) => a - b);
}

export interface World<Answer> {
  readonly size: number;
  readonly create: (control: Rate) => Search<Answer>;
  readonly crashes: Holds;
  readonly random: Random;
  /** Share of layouts that hide the crash; the control's own layout never does. */
  readonly masked?: number;
  readonly mostSteps?: number;
}

/** Runs a search to its end in a world that is seeded by `random`. */
export function runWorld<Answer>({ size, crashes, masked = 0, random, ...world }: World<Answer>): {
  answer: Answer;
  exposure: number;
  builds: number;
  ended: boolean;
} {
  const hidden = new Map<string, boolean>();
  return simulate({
    ...world,
    random,
    crashes: (candidate: string) => crashes(parseSet(candidate, size)),
    masks: (candidate: string, layout: number) => {
      const key = `${candidate}@${layout}`;
      const hides = hidden.get(key) ?? random() < masked;
      hidden.set(key, hides);
      return hides;
    },
  });
}

/** Many worlds of one kind. */
export function eachWorld<Result>(
  count: number,
  world: (random: Random, seed: number) => Result,
): Result[] {
  return Array.from({ length: count }, (_, seed) => world(seededRandom(seed), seed));
}

export function shareOf<Result>(
  results: readonly Result[],
  is: (result: Result) => boolean,
): number {
  return results.filter(is).length / results.length;
}
