import type { Random } from '../../statistics/random.ts';
import type { NextProbe, Observation, Probe, Search, SearchSettings } from '../search.ts';
import { createCleanModel } from './clean-model.ts';
import { chooseClearingRun } from './clearing-choice.ts';
import { ACCEPTED, clearingBelief, spareChance } from './clearing-belief.ts';
import { clearingState, planClearing, type ClearingState } from './clearing-plan.ts';
import { checkLayout, createEvidence } from './evidence.ts';
import { checkCandidate, resolveImplications, type Implication } from './implications.ts';
import { EMPTY_SET, formatSet, parseSet } from './set-name.ts';

export interface ClearingAnswer {
  /** `found`: it clears at the stated error, and no change can be left out as far as could be tried. */
  readonly kind: 'found' | 'undecided';
  /** The changes that clear together. */
  readonly applied: readonly number[];
  /** Clean exposure of exactly these. */
  readonly exposure: number;
  /**
   * The chance that this was luck, with the number of sets in it that crashed on the way: the more
   * sets are tried, the likelier is it that luck favours one. 0 for the negative control itself.
   */
  readonly bound: number;
  /** Crashes without each, and without what needs it; 0 when it could not be tried, or not yet. */
  readonly needed: readonly { readonly element: number; readonly crashes: number }[];
  /** When undecided: changes that may be unneeded, with the chance that each is needed. */
  readonly chances: readonly { readonly element: number; readonly needed: number }[];
  readonly unbuildable: readonly string[];
  readonly skipped: readonly string[];
}

export interface ClearingSettings extends SearchSettings {
  /** Changes are 0 to size - 1; a candidate is the set of those that are applied. */
  readonly size: number;
  readonly implications: readonly Implication[];
}

/** Below it the set before is gone back to. */
const DOUBTED = 0.5;
/** Above it an element is screened no more. */
const SCREENED = 0.85;

/**
 * Looks for a minimal set of changes that clears: with all applied the program is clean (the
 * negative control), with none it crashes (the control), and neither is ever asked. The mirror image
 * of the minimal crashing set: a crash is certain evidence that a needed change is missing, while a
 * removal is accepted on likelihood and the set that is left is certified at the end. When it crashes
 * then, the search goes back to the set before. Throws RangeError for settings that cannot be.
 */
export function createClearingSetSearch(settings: ClearingSettings): Search<ClearingAnswer> {
  const { size, delta } = settings;
  const model = createCleanModel(settings);
  const evidence = createEvidence(model);
  const dependencies = resolveImplications(size, settings.implications);
  const known = { model, evidence, dependencies, openEmpty: false };
  const full = Array.from({ length: size }, (_, element) => element);
  evidence.assumeCrashed(EMPTY_SET, settings.control);
  evidence.assumeClean(formatSet(full));

  /** Sets that were believed to clear, each inside the one before. */
  const trail: (readonly number[])[] = [full];
  const prior = Math.min(0.3, 2 / size);
  let needed = full.map(() => prior);
  let asked: NextProbe | null = null;

  const current = (): readonly number[] => trail.at(-1) ?? full;
  const without = (element: number): string =>
    formatSet(dependencies.without(current(), [element]));
  /** Each candidate that crashed was one more that might have passed for clearing by luck. */
  const tried = (): number => evidence.crashed().filter((name) => name !== EMPTY_SET).length + 1;
  const stateOf = (set: readonly number[]): ClearingState =>
    clearingState(known, formatSet(set), delta / tried());
  /** The chance that the set clears. */
  const clears = (set: readonly number[]): number => {
    const applied = new Set(set);
    return spareChance(
      needed,
      full.filter((element) => !applied.has(element)),
    );
  };
  function retreat(): void {
    while (trail.length > 1) {
      const state = stateOf(current());
      const refuted = state === 'crashed' || state === 'blocked';
      if (state === 'cleared' || (!refuted && clears(current()) >= DOUBTED)) return;
      trail.pop();
    }
  }
  /** Goes on to the smallest set inside the current one that is likely to clear, by a run of its own. */
  function advance(): void {
    for (let set = likeliest(); set; set = likeliest()) trail.push(set);
  }
  function likeliest(): readonly number[] | undefined {
    return evidence
      .clean()
      .filter((name) => !evidence.isBlocked(name))
      .map((name) => parseSet(name, size))
      .filter(isAcceptable)
      .sort((a, b) => a.length - b.length)[0];
  }
  function isAcceptable(set: readonly number[]): boolean {
    const inside = set.length < current().length && set.every((one) => current().includes(one));
    return inside && (clears(set) >= ACCEPTED || stateOf(set) === 'cleared');
  }
  function isTried(element: number): boolean {
    const candidate = without(element);
    return evidence.crashes(candidate) > 0 || evidence.isBlocked(candidate);
  }
  function choose(open: readonly number[]): Probe | null {
    return chooseClearingRun(known, {
      current: current(),
      open,
      needed,
      // The negative control is clean, and what is certified needs no more runs.
      clears: stateOf(current()) === 'cleared' ? 1 : clears(current()),
    });
  }
  function probe(): Probe | null {
    const unproven = current().filter((element) => {
      const candidate = without(element);
      return evidence.crashes(candidate) === 0;
    });
    const open = unproven.filter((element) => (needed[element] ?? 1) < SCREENED);
    const certify = (): Probe | null => planClearing(known, formatSet(current()), delta / tried());
    // Certification comes last, as each crash before it makes it longer.
    return choose(open) ?? prove(unproven) ?? certify();
  }
  /** A set without a needed element has to crash itself; in a larger set it may have done so before. */
  function prove(unproven: readonly number[]): Probe | null {
    for (const element of unproven) {
      const run = choose([element]);
      if (run) return { ...run, purpose: 'certify' };
    }
    return null;
  }
  function chances(): { element: number; needed: number }[] {
    return current()
      .filter((element) => evidence.crashes(without(element)) === 0)
      .map((element) => ({ element, needed: needed[element] ?? 1 }));
  }

  return {
    observe: (observation: Observation) => {
      checkCandidate(observation.candidate, dependencies);
      checkLayout(observation, settings.layouts);
      evidence.observe(observation);
      needed = clearingBelief(evidence, { size, prior });
      retreat();
      advance();
      asked = null;
    },
    next: () => {
      if (asked) return asked;
      const found = probe();
      return (asked = found ? { kind: 'probe', probe: found } : { kind: 'end' });
    },
    answer: () => {
      const name = formatSet(current());
      const isFound =
        stateOf(current()) === 'cleared' && current().every(isTried) && probe() === null;
      return {
        kind: isFound ? 'found' : 'undecided',
        applied: current(),
        exposure: evidence.exposure(name),
        bound: Math.min(1, tried() * evidence.miss(name)),
        needed: current().map((element) => ({
          element,
          crashes: evidence.crashes(without(element)),
        })),
        chances: isFound ? [] : chances(),
        unbuildable: evidence.blocked('unbuildable'),
        skipped: evidence.blocked('skipped'),
      };
    },
    sampleTruth: (random: Random) => {
      const drawn = drawNeeded(random);
      return (candidate) => {
        const applied = new Set(checkCandidate(candidate, dependencies));
        if (evidence.crashes(candidate) > 0) return true;
        if (evidence.isCleanByPremise(candidate)) return false;
        return !drawn.every((element) => applied.has(element));
      };
    },
  };

  function drawNeeded(random: Random): readonly number[] {
    const drawn = current().filter((element) => {
      const proven = evidence.crashes(without(element)) > 0;
      return random() < (proven ? 1 : (needed[element] ?? 1));
    });
    if (drawn.length > 0) return drawn;
    // Nothing applied crashes: something is needed.
    return current()
      .toSorted((a, b) => (needed[b] ?? 0) - (needed[a] ?? 0))
      .slice(0, 1);
  }
}
