import { parseSet } from './set-name.ts';

/** [a, b]: a can only be on when b is on. */
export type Implication = readonly [number, number];

/** Which elements go off together. */
export interface Dependencies {
  readonly size: number;
  /** The set without these elements and without all that cannot be on without them. */
  without(set: readonly number[], off: readonly number[]): number[];
  /** Whether each element of the set has what it needs in the set. */
  isClosed(set: readonly number[]): boolean;
}

/**
 * The transitive closure of the implications among elements 0 to size - 1. Throws RangeError for a
 * size that is not a whole number of at least 1 and for elements that there are not.
 */
export function resolveImplications(
  size: number,
  implications: readonly Implication[],
): Dependencies {
  if (!Number.isSafeInteger(size) || size < 1) {
    throw new RangeError(`a set has a whole number of at least 1 elements, not ${size}`);
  }
  const goesWith = Array.from({ length: size }, (_, element) => new Set([element]));
  for (const pair of implications) {
    for (const element of pair) {
      if (goesWith[element] === undefined) {
        throw new RangeError(`an implication names element ${element}, of 0 to ${size - 1}`);
      }
    }
  }
  while (implications.some(([user, needed]) => spread(goesWith, user, needed)));
  return {
    size,
    without: (set, off) => {
      const gone = new Set(off.flatMap((element) => [...(goesWith[element] ?? [])]));
      return set.filter((element) => !gone.has(element));
    },
    isClosed: (set) => {
      const on = new Set(set);
      return implications.every(([user, needed]) => !on.has(user) || on.has(needed));
    },
  };
}

/** The elements of a candidate. Throws RangeError for a set that cannot be or leaves out a need. */
export function checkCandidate(name: string, dependencies: Dependencies): number[] {
  const set = parseSet(name, dependencies.size);
  if (dependencies.isClosed(set)) return set;
  throw new RangeError(`the set ${name} has an element without one that it needs`);
}

/** What goes off with the user goes off with what it needs; returns whether that was news. */
function spread(goesWith: readonly Set<number>[], user: number, needed: number): boolean {
  const target = goesWith[needed];
  const before = target?.size;
  for (const element of goesWith[user] ?? []) target?.add(element);
  return target?.size !== before;
}
