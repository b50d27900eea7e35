import type { Evidence } from './evidence.ts';
import { parseSet } from './set-name.ts';

/** A set is taken to clear, for now, when it does with this chance. */
export const ACCEPTED = 0.9;

/** No element is more certain than this: a crash without it was seen in a larger set, maybe. */
const MOST_CERTAIN = 0.97;

/**
 * The chance of each element that clearing needs it, from all that was observed, as if one group of
 * elements had to be applied together. A crash without some elements says that one of them is
 * needed; a clean exposure says by its miss probability that none is. It only guides: nothing is
 * accepted for certain by it.
 */
export function clearingBelief(
  evidence: Evidence,
  { size, prior }: { size: number; prior: number },
): number[] {
  const needed = new Array<number>(size).fill(prior);
  const removedBy = (candidate: string): number[] => {
    const applied = new Set(parseSet(candidate, size));
    return needed.flatMap((_, element) => (applied.has(element) ? [] : [element]));
  };
  for (const candidate of evidence.clean()) {
    const removed = removedBy(candidate);
    const spare = spareChance(needed, removed);
    const miss = evidence.miss(candidate);
    const evens = spare + (1 - spare) * miss;
    for (const element of removed) needed[element] = ((needed[element] ?? 0) * miss) / evens;
  }
  for (const removed of smallest(evidence.crashed().map(removedBy))) {
    const crash = 1 - spareChance(needed, removed);
    for (const element of removed) {
      const share = removed.length === 1 ? 1 : (needed[element] ?? 0) / crash;
      needed[element] = Math.min(MOST_CERTAIN, share);
    }
  }
  return needed;
}

/** The chance that none of these elements is needed. */
export function spareChance(needed: readonly number[], elements: readonly number[]): number {
  return elements.reduce((chance, element) => chance * (1 - (needed[element] ?? 0)), 1);
}

/** Groups that hold no other group, short ones first: what a part explains, the whole adds nothing to. */
function smallest(groups: readonly (readonly number[])[]): (readonly number[])[] {
  const kept: (readonly number[])[] = [];
  for (const group of groups.toSorted((a, b) => a.length - b.length)) {
    const elements = new Set(group);
    const explained = kept.some((part) => part.every((element) => elements.has(element)));
    if (group.length > 0 && !explained) kept.push(group);
  }
  return kept;
}
