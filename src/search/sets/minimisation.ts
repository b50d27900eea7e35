import type { Probe } from '../search.ts';
import { clearingState, planClearing, type ClearingState } from './clearing-plan.ts';
import type { CleanModel } from './clean-model.ts';
import type { Evidence } from './evidence.ts';
import type { Dependencies } from './implications.ts';
import { chooseRemoval } from './removal-choice.ts';
import { EMPTY_SET, formatSet, parseSet } from './set-name.ts';

/** What all phases of a set search share. */
export interface SetContext {
  readonly dependencies: Dependencies;
  readonly model: CleanModel;
  readonly evidence: Evidence;
  readonly delta: number;
  readonly strategy: 'probdd' | 'one';
  /** The empty set may be asked, and may crash. */
  readonly openEmpty: boolean;
}

/** The search for one minimal set inside a set that crashes. */
export interface Minimisation {
  /** The smallest set so far; it has crashed. */
  current(): readonly number[];
  /** Takes in what is new about a candidate. */
  learn(candidate: string): void;
  isDone(): boolean;
  next(): Probe | null;
  /** Without the element and all that needs it, what is left of the current set. */
  without(element: number): string;
  state(element: number): ClearingState;
  /** The chance that the current set needs the element, or one that goes off with it. */
  chance(element: number): number;
  /** The chance that the element itself is needed. */
  ownChance(element: number): number;
}

/** Above it an element is screened no more (facts search-under-noise 5.3). */
const SCREENED = 0.85;

/**
 * Noisy ProbDD with certification (facts search-under-noise 5.3). A removal is accepted only when
 * exactly that set has crashed, so that luck can only leave too many elements; screening may be
 * cheap, and the last verdicts alone, one for each element left, get a strict error.
 */
export function createMinimisation(
  context: SetContext,
  start: readonly number[],
  prior: readonly number[] | undefined,
): Minimisation {
  const { dependencies, evidence } = context;
  const { size } = dependencies;
  const uninformed = Math.min(0.3, 2 / start.length);
  const needed = Array.from({ length: size }, (_, element) => prior?.[element] ?? uninformed);
  const failures = new Array<number>(size).fill(0);
  /** The miss probability that a candidate's elements have been judged by. */
  const counted = new Map<string, number>();
  let current = start;

  const without = (element: number): string => formatSet(dependencies.without(current, [element]));
  const beta = (): number => context.delta / current.length;
  const state = (element: number): ClearingState =>
    clearingState(context, without(element), beta());

  function removedBy(candidate: string): number[] {
    const kept = new Set(parseSet(candidate, size));
    const removed = current.filter((element) => !kept.has(element));
    return removed.length + kept.size === current.length ? removed : [];
  }
  function acceptCrashes(): void {
    const smallest = (): string | undefined =>
      evidence
        .crashed()
        .filter((name) => (name !== EMPTY_SET || context.openEmpty) && removedBy(name).length > 0)
        .sort((a, b) => removedBy(b).length - removedBy(a).length)[0];
    for (let name = smallest(); name !== undefined; name = smallest()) {
      current = parseSet(name, size);
    }
  }
  function weighClean(candidate: string, removed: readonly number[]): void {
    const before = counted.get(candidate) ?? 1;
    const now = evidence.miss(candidate);
    if (now >= before) return;
    counted.set(candidate, now);
    const q = product(removed.map((element) => 1 - (needed[element] ?? 1)));
    const evens = (q * now) / before + 1 - q;
    for (const element of removed) needed[element] = Math.min(1, (needed[element] ?? 1) / evens);
  }
  function screen(): Probe | null {
    if (context.strategy === 'one') return null;
    const open = current.filter((element) => (needed[element] ?? 1) < SCREENED);
    return chooseRemoval(context, { current, open, needed, failures });
  }
  function certify(): Probe | null {
    const order = [...current].sort((a, b) => (needed[a] ?? 1) - (needed[b] ?? 1) || a - b);
    for (const element of order) {
      const probe = planClearing(context, without(element), beta());
      if (probe) return probe;
    }
    return null;
  }

  acceptCrashes();
  return {
    current: () => current,
    learn: (candidate) => {
      if (evidence.crashes(candidate) > 0) {
        acceptCrashes();
        return;
      }
      const removed = removedBy(candidate);
      if (removed.length === 0) return;
      if (evidence.isBlocked(candidate)) {
        for (const element of removed) failures[element] = (failures[element] ?? 0) + 1;
      } else weighClean(candidate, removed);
    },
    isDone: () => {
      let unproven = false;
      for (const element of current) {
        const known = state(element);
        if (known === 'open') return false;
        unproven ||= known !== 'cleared';
      }
      // What cannot go alone may still go together with others.
      return !unproven || screen() === null;
    },
    next: () => screen() ?? certify(),
    without,
    state,
    chance: (element) => {
      const kept = new Set(dependencies.without(current, [element]));
      const off = current.filter((other) => !kept.has(other));
      return 1 - product(off.map((other) => 1 - (needed[other] ?? 1)));
    },
    ownChance: (element) => needed[element] ?? 1,
  };
}

function product(factors: readonly number[]): number {
  return factors.reduce((result, factor) => result * factor, 1);
}
