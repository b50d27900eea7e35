import { scanJournal } from '../../records/journal.ts';
import type { ReplayedEnd, ReplayedTrials } from '../../records/replay-result.ts';

const MOST_DIFFERENT = 20;

interface KnownTrial extends ReplayedEnd {
  readonly variant: string;
  readonly seed: number;
}

/**
 * Trials of the same number, variant and seed in two journals, by variant. A trial without a seed is
 * another one each time. Throws EnvironmentError when a journal cannot be read.
 */
export function compareTrials(
  exported: string,
  replayed: string,
): ReadonlyMap<string, ReplayedTrials> {
  const there = trialsIn(exported);
  const found = new Map<string, { seeded: number; same: number; different: Different[] }>();
  for (const [id, here] of trialsIn(replayed)) {
    const before = there.get(id);
    if (before?.seed !== here.seed || before.variant !== here.variant) continue;
    const own = found.get(here.variant) ?? { seeded: 0, same: 0, different: [] };
    found.set(here.variant, own);
    own.seeded += 1;
    if (isSame(before, here)) own.same += 1;
    else
      own.different.push({ id, seed: here.seed, exported: endOf(before), replayed: endOf(here) });
  }
  return new Map(
    [...found].map(([variant, { seeded, same, different }]) => [
      variant,
      { seeded, same, different: different.sort((a, b) => a.id - b.id).slice(0, MOST_DIFFERENT) },
    ]),
  );
}

type Different = ReplayedTrials['different'][number];

/** Those with a seed, by number; of two with one number the first counts. */
function trialsIn(journal: string): ReadonlyMap<number, KnownTrial> {
  const found = new Map<number, KnownTrial>();
  scanJournal(journal, (entry) => {
    if (entry.type !== 'trial' || entry.seed === null || found.has(entry.id)) return;
    const { variant, seed } = entry;
    found.set(entry.id, { variant, seed, ...endOf(entry) });
  });
  return found;
}

function endOf({ outcome, iteration, signature }: ReplayedEnd): ReplayedEnd {
  return { outcome, iteration, signature };
}

function isSame(a: ReplayedEnd, b: ReplayedEnd): boolean {
  return a.outcome === b.outcome && a.iteration === b.iteration && a.signature === b.signature;
}
