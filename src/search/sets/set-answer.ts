import { clearingState } from './clearing-plan.ts';
import type { Minimisation, SetContext } from './minimisation.ts';
import { formatSet } from './set-name.ts';

/** An element that a set needs: without it, and all that goes with it, the set was clean. */
export interface NeededElement {
  readonly element: number;
  /** Clean exposure of the set without it. */
  readonly exposure: number;
  /**
   * The chance that this was luck: 1 when it could not be tried, 0 when the set without it is the
   * negative control, whose error is the campaign's.
   */
  readonly bound: number;
}

export interface FoundSet {
  readonly elements: readonly number[];
  /** Seen on exactly this set. */
  readonly crashes: number;
  readonly needed: readonly NeededElement[];
  /** Whether every element is needed at the stated error. */
  readonly certified: boolean;
}

/** What became of the full set without one element, and all that goes with it. */
export interface SingleRemoval {
  readonly element: number;
  readonly verdict: 'clears' | 'crashes' | 'open';
  readonly exposure: number;
  /** The chance that a clean exposure was luck; null when it crashed or was never run. */
  readonly bound: number | null;
}

/** Whether there is a further independent set. */
export interface FurtherSet {
  readonly kind: 'none' | 'limit' | 'open';
  readonly exposure: number;
  readonly bound: number | null;
}

export interface SetAnswer {
  /**
   * `found`: nothing is left to ask. A set may still be uncertified then, when an element could not
   * be left out (its candidate cannot be built or was skipped, or layouts are too few).
   */
  readonly kind: 'found' | 'undecided';
  /** Each has crashed; when undecided the last may be uncertified. */
  readonly sets: readonly FoundSet[];
  readonly singles: readonly SingleRemoval[];
  readonly more: FurtherSet;
  /** When undecided: elements that may be unneeded, with the chance that each is needed. */
  readonly chances: readonly { readonly element: number; readonly needed: number }[];
  /** Elements of no set whose single removal from the full set was never tried. */
  readonly untested: readonly number[];
  readonly unbuildable: readonly string[];
  readonly skipped: readonly string[];
}

export interface SetProgress {
  readonly context: SetContext;
  readonly full: readonly number[];
  readonly maxSets: number;
  readonly singles: boolean;
  readonly found: readonly Minimisation[];
  /** The set under way; null in the questions between two sets and at the end. */
  readonly current: Minimisation | null;
  readonly ended: boolean;
}

/** What can be said now. */
export function describeSets(progress: SetProgress): SetAnswer {
  const { context, found, current, ended } = progress;
  const { evidence } = context;
  return {
    kind: ended ? 'found' : 'undecided',
    sets: [...found, ...(current ? [current] : [])].map((set) => describeSet(context, set)),
    singles: progress.singles ? found.flatMap((set) => describeSingles(progress, set)) : [],
    more: describeMore(progress),
    chances: current ? describeChances(current) : [],
    untested: describeUntested(progress),
    unbuildable: evidence.blocked('unbuildable'),
    skipped: evidence.blocked('skipped'),
  };
}

function describeSet({ evidence }: SetContext, set: Minimisation): FoundSet {
  const elements = set.current();
  const needed = elements.map((element) => {
    const candidate = set.without(element);
    const crashed = evidence.crashes(candidate) > 0;
    const exposure = evidence.exposure(candidate);
    return { element, exposure, bound: crashed ? 1 : evidence.miss(candidate) };
  });
  return {
    elements,
    crashes: evidence.crashes(formatSet(elements)),
    needed,
    certified: elements.every((element) => set.state(element) === 'cleared'),
  };
}

function describeSingles(
  { context, full }: SetProgress,
  set: Minimisation,
): readonly SingleRemoval[] {
  const elements = set.current();
  return elements.map((element) => {
    const candidate = formatSet(context.dependencies.without(full, [element]));
    return describeRemoval(context, { element, candidate, beta: context.delta / elements.length });
  });
}

/** The verdict of one candidate that stands for one element. */
export function describeRemoval(
  known: Pick<SetContext, 'evidence' | 'model'>,
  { element, candidate, beta }: { element: number; candidate: string; beta: number },
): SingleRemoval {
  const state = clearingState(known, candidate, beta);
  const verdict = state === 'cleared' ? 'clears' : state === 'crashed' ? 'crashes' : 'open';
  const miss = known.evidence.miss(candidate);
  return {
    element,
    verdict,
    exposure: known.evidence.exposure(candidate),
    bound: verdict === 'crashes' || miss === 1 ? null : miss,
  };
}

function describeMore({ context, full, maxSets, found, current }: SetProgress): FurtherSet {
  if (current === null && found.length === maxSets)
    return { kind: 'limit', exposure: 0, bound: null };
  // While a further set is being minimised, there is one: whether there is one more is open.
  if (current !== null) return { kind: 'open', exposure: 0, bound: null };
  const rest = context.dependencies.without(
    full,
    found.flatMap((set) => set.current()),
  );
  const { verdict, exposure, bound } = describeRemoval(context, {
    element: -1,
    candidate: formatSet(rest),
    beta: context.delta,
  });
  return { kind: verdict === 'clears' ? 'none' : 'open', exposure, bound };
}

function describeChances(set: Minimisation): SetAnswer['chances'] {
  return set
    .current()
    .filter((element) => set.state(element) !== 'cleared')
    .map((element) => ({ element, needed: set.chance(element) }));
}

function describeUntested({ context, full, found, current }: SetProgress): readonly number[] {
  const inSets = new Set([...found, ...(current ? [current] : [])].flatMap((set) => set.current()));
  return full.filter((element) => {
    if (inSets.has(element)) return false;
    const candidate = formatSet(context.dependencies.without(full, [element]));
    return context.evidence.exposure(candidate) === 0;
  });
}
