import type { Random } from '../../statistics/random.ts';
import { checkCandidate } from './implications.ts';
import type { Minimisation, SetContext } from './minimisation.ts';

/**
 * A world that the search believes possible: the elements needed by the set under way are drawn by
 * their chances (certified ones are certain), a candidate crashes when it holds all of them or all
 * of a set that was found, or when it has crashed already. Further sets are not foreseen.
 */
export function sampleCrashes(
  {
    context,
    found,
    current,
  }: {
    context: SetContext;
    found: readonly Minimisation[];
    current: Minimisation | null;
  },
  random: Random,
): (candidate: string) => boolean {
  const { dependencies, evidence } = context;
  const crashing = found.map((set) => set.current());
  if (current) crashing.push(drawNeeded(current, random));
  return (candidate) => {
    const kept = new Set(checkCandidate(candidate, dependencies));
    if (evidence.crashes(candidate) > 0) return true;
    if (evidence.isCleanByPremise(candidate)) return false;
    return crashing.some((set) => set.every((element) => kept.has(element)));
  };
}

function drawNeeded(set: Minimisation, random: Random): readonly number[] {
  const elements = set.current();
  const drawn = elements.filter((element) => {
    const chance = set.state(element) === 'cleared' ? 1 : set.ownChance(element);
    return random() < chance;
  });
  if (drawn.length > 0) return drawn;
  // The empty set is clean: something is needed.
  return elements.toSorted((a, b) => set.ownChance(b) - set.ownChance(a)).slice(0, 1);
}
