import type { Dependencies } from './implications.ts';

/** What is believed of a set that shall get smaller. */
export interface Belief {
  readonly current: readonly number[];
  /** Elements of it that are worth a removal. */
  readonly open: readonly number[];
  /** By element: the chance that it is needed. */
  readonly needed: readonly number[];
  /** By element: removals with it that could not be built. */
  readonly failures: readonly number[];
}

/** A set that is left by a removal, and the chance that nothing needed was removed. */
export interface KeptSet {
  readonly set: readonly number[];
  readonly removed: number;
  readonly spare: number;
}

/** The first s of the open elements by their chance, s = 1, 2, ..., with all that goes with them. */
export function* keptSets(dependencies: Dependencies, belief: Belief): Generator<KeptSet> {
  const { current, open, needed, failures } = belief;
  const by = (of: readonly number[], first: number, second: number): number =>
    (of[first] ?? 0) - (of[second] ?? 0);
  const order = [...open].sort((a, b) => by(needed, a, b) || by(failures, a, b) || a - b);
  yield* prefixes(dependencies, { current, needed }, order);
  if (!open.some((element) => (failures[element] ?? 0) > 0)) return;
  // Else one element that nothing builds without would stand at the head of every group.
  const buildable = [...open].sort((a, b) => by(failures, a, b) || by(needed, a, b) || a - b);
  yield* prefixes(dependencies, { current, needed }, buildable);
  yield* singleRemovals(dependencies, belief);
}

/** Each of the open elements alone, with all that goes with it. */
export function* singleRemovals(
  dependencies: Dependencies,
  { current, open, needed }: Belief,
): Generator<KeptSet> {
  for (const element of open) yield* prefixes(dependencies, { current, needed }, [element]);
}

function* prefixes(
  dependencies: Dependencies,
  { current, needed }: Pick<Belief, 'current' | 'needed'>,
  order: readonly number[],
): Generator<KeptSet> {
  let [set, spare] = [current, 1];
  for (const element of order) {
    if (!set.includes(element)) continue;
    const smaller = dependencies.without(set, [element]);
    const left = new Set(smaller);
    for (const gone of set) if (!left.has(gone)) spare *= 1 - (needed[gone] ?? 1);
    set = smaller;
    yield { set, removed: current.length - set.length, spare };
  }
}
