import type { NextProbe, Observation, Probe, Search, SearchSettings } from '../search.ts';
import { createCleanModel } from './clean-model.ts';
import { clearingState, planClearing } from './clearing-plan.ts';
import { checkLayout, createEvidence } from './evidence.ts';
import { runInformation } from './information.ts';
import { runCost, runsOf } from './screening-runs.ts';
import { describeRemoval, type SingleRemoval } from './set-answer.ts';
import { EMPTY_SET, formatSet, parseSet } from './set-name.ts';

export interface SinglesAnswer {
  /** `found`: nothing is left to ask. */
  readonly kind: 'found' | 'undecided';
  /** By element: what became of the program with this one change applied. */
  readonly singles: readonly SingleRemoval[];
  readonly unbuildable: readonly string[];
  readonly skipped: readonly string[];
}

export interface SinglesSettings extends SearchSettings {
  /** Changes are 0 to size - 1; a candidate is the set with one of them applied. */
  readonly size: number;
}

/** Before anything is seen, a change clears as likely as not. */
const PRIOR = 0.5;

/**
 * Asks of each change alone whether it clears: to a crash or to the clean exposure at delta / size,
 * the run that tells most per cost first. With none applied the program crashes (the control).
 * Throws RangeError for settings that cannot be.
 */
export function createSinglesSearch(settings: SinglesSettings): Search<SinglesAnswer> {
  const { size } = settings;
  if (!Number.isSafeInteger(size) || size < 1) {
    throw new RangeError(`changes are a whole number of at least 1, not ${size}`);
  }
  const model = createCleanModel(settings);
  const evidence = createEvidence(model);
  const known = { model, evidence };
  evidence.assumeCrashed(EMPTY_SET, settings.control);
  const beta = settings.delta / size;
  const candidates = Array.from({ length: size }, (_, element) => formatSet([element]));
  let asked: NextProbe | null = null;

  const chance = (candidate: string): number => {
    if (evidence.crashes(candidate) > 0) return 1;
    const miss = PRIOR * evidence.miss(candidate);
    return miss / (miss + 1 - PRIOR);
  };
  const isOpen = (candidate: string): boolean => clearingState(known, candidate, beta) === 'open';

  function probe(): Probe | null {
    let best: { score: number; probe: Probe } | null = null;
    for (const candidate of candidates) {
      const rest = planClearing(known, candidate, beta);
      if (!rest) continue;
      for (const run of runsOf(known, candidate)) {
        const crashes = chance(candidate);
        const cost = runCost(model, run, crashes * (1 - run.miss));
        const score = runInformation(crashes, run.miss) / cost;
        if (best && score <= best.score) continue;
        // On a layout that needs no more of it, a run is no step towards clearing.
        const short = rest.layout === run.layout && rest.exposure > run.exposure;
        best = { score, probe: short ? { ...rest, exposure: run.exposure } : rest };
      }
    }
    return best?.probe ?? null;
  }

  return {
    observe: (observation: Observation) => {
      parseSet(observation.candidate, size);
      checkLayout(observation, settings.layouts);
      evidence.observe(observation);
      asked = null;
    },
    next: () => {
      if (asked) return asked;
      const best = probe();
      return (asked = best ? { kind: 'probe', probe: best } : { kind: 'end' });
    },
    answer: () => ({
      kind: candidates.some(isOpen) ? 'undecided' : 'found',
      singles: candidates.map((candidate, element) =>
        describeRemoval(known, { element, candidate, beta }),
      ),
      unbuildable: evidence.blocked('unbuildable'),
      skipped: evidence.blocked('skipped'),
    }),
    sampleTruth: (random) => {
      const drawn = new Map(
        candidates.map((candidate) => [candidate, random() < chance(candidate)]),
      );
      return (candidate) => drawn.get(candidate) ?? evidence.crashes(candidate) > 0;
    },
  };
}
