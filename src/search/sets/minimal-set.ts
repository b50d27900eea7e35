import type { Random } from '../../statistics/random.ts';
import type { NextProbe, Observation, Probe, Search, SearchSettings } from '../search.ts';
import { createCleanModel } from './clean-model.ts';
import { clearingState, planClearing } from './clearing-plan.ts';
import { checkLayout, createEvidence } from './evidence.ts';
import { checkCandidate, resolveImplications, type Implication } from './implications.ts';
import { createMinimisation, type Minimisation, type SetContext } from './minimisation.ts';
import { describeSets, type SetAnswer } from './set-answer.ts';
import { EMPTY_SET, formatSet } from './set-name.ts';
import { sampleCrashes } from './set-truth.ts';

export interface SetSettings extends SearchSettings {
  /** Elements are 0 to size - 1; a candidate is the set of those that are kept. */
  readonly size: number;
  /** [a, b]: a can only be on when b is on; switching b off switches a off too. */
  readonly implications: readonly Implication[];
  /** By element: the chance that it is needed. */
  readonly prior?: readonly number[];
  /** Independent sets to look for, at least 1. */
  readonly maxSets: number;
  /** Whether to ask which single removals from the full set clear. */
  readonly singles: boolean;
  /** `one`: leave out one at a time, each to the full clean exposure. */
  readonly strategy: 'probdd' | 'one';
  /** The empty set is no negative control: it may crash, and is asked as any other. */
  readonly openEmpty?: boolean;
}

/**
 * Looks for a minimal set that still crashes when all else is switched off. The full set is the
 * control, and the empty set the negative control: neither is ever asked. Throws RangeError for
 * settings that cannot be.
 */
export function createSetSearch(settings: SetSettings): Search<SetAnswer> {
  checkSettings(settings);
  const { size, delta, strategy, maxSets } = settings;
  const model = createCleanModel(settings);
  const evidence = createEvidence(model);
  const dependencies = resolveImplications(size, settings.implications);
  const { openEmpty = false } = settings;
  const context: SetContext = { dependencies, model, evidence, delta, strategy, openEmpty };
  const full = Array.from({ length: size }, (_, element) => element);
  evidence.assumeCrashed(formatSet(full), settings.control);
  if (!openEmpty) evidence.assumeClean(EMPTY_SET);

  const found: Minimisation[] = [];
  let current: Minimisation | null = createMinimisation(context, full, settings.prior);
  let ended = false;
  let asked: NextProbe | null = null;

  /** What is still open about the found sets and can be asked. */
  function question(): Probe | null {
    const last = found.at(-1);
    const elements = settings.singles && last ? last.current() : [];
    for (const element of elements) {
      const candidate = formatSet(dependencies.without(full, [element]));
      const probe = planClearing(context, candidate, delta / elements.length);
      if (probe) return probe;
    }
    return found.length < maxSets ? planClearing(context, formatSet(rest()), delta) : null;
  }
  /** Without all that was found. */
  function rest(): number[] {
    return dependencies.without(
      full,
      found.flatMap((set) => set.current()),
    );
  }
  function settle(): void {
    while (!ended) {
      if (current) {
        if (!current.isDone()) return;
        found.push(current);
        current = null;
      }
      if (question()) return;
      const further = rest();
      const crashes = clearingState(context, formatSet(further), delta) === 'crashed';
      if (crashes && found.length < maxSets) {
        current = createMinimisation(context, further, settings.prior);
      } else ended = true;
    }
  }

  settle();
  return {
    observe: (observation: Observation) => {
      checkCandidate(observation.candidate, dependencies);
      checkLayout(observation, settings.layouts);
      evidence.observe(observation);
      current?.learn(observation.candidate);
      asked = null;
      settle();
    },
    next: () => {
      if (asked) return asked;
      const probe = ended ? null : (current?.next() ?? question());
      return (asked = probe ? { kind: 'probe', probe } : { kind: 'end' });
    },
    answer: () => describeSets({ ...settings, context, full, found, current, ended }),
    sampleTruth: (random: Random) => sampleCrashes({ context, found, current }, random),
  };
}

function checkSettings({ size, maxSets, prior }: SetSettings): void {
  if (!Number.isSafeInteger(maxSets) || maxSets < 1) {
    throw new RangeError(`sets to look for are a whole number of at least 1, not ${maxSets}`);
  }
  if (prior && (prior.length !== size || !prior.every((chance) => chance > 0 && chance < 1))) {
    throw new RangeError(`a prior is ${size} chances between 0 and 1, not ${prior.join(', ')}`);
  }
}
