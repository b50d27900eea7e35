import type { TrialRecord } from '../../records/trial-record.ts';

/** What trials cost, learned from those that ended. */
export interface Costs {
  add(trial: TrialRecord): void;
  /** Of one more trial of a row that stays clean, its build included, seconds. */
  of(row: string, isBuilt: boolean): number;
}

/** Before anything is known: a build costs as much as a trial of some seconds. */
const FIRST_GUESS_SECONDS = 5;

/** Rows of one recipe loop alike: what one row does not know yet, the others tell. */
export function createCosts(
  trials: readonly TrialRecord[],
  iterationsOf: (row: string) => number,
): Costs {
  const all = { seconds: 0, iterations: 0 };
  const rows = new Map<string, { seconds: number; iterations: number }>();
  const add = ({ variant, seconds, exposure }: TrialRecord): void => {
    const own = rows.get(variant) ?? { seconds: 0, iterations: 0 };
    rows.set(variant, own);
    for (const sum of [own, all]) {
      sum.seconds += seconds;
      sum.iterations += exposure.iterations;
    }
  };
  for (const trial of trials) add(trial);
  return {
    add,
    of(row, isBuilt) {
      const own = rows.get(row);
      const known = own !== undefined && own.iterations > 0 ? own : all;
      const trial =
        known.iterations === 0
          ? FIRST_GUESS_SECONDS
          : (known.seconds / known.iterations) * iterationsOf(row);
      return Math.max(trial, 0.001) + (isBuilt ? 0 : FIRST_GUESS_SECONDS);
    },
  };
}
