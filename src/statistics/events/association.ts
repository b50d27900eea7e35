import type { Interval } from '../hazard.ts';
import { hypergeometricTails, logTwoSided } from '../hypergeometric.ts';
import { clopperPearson } from '../proportion.ts';
import { compareRates } from '../rate-comparison.ts';
import { codesOfRole, OUTSIDE, type EventSequence } from './event-sequence.ts';
import type { LagCell, LagCounts } from './lag-counts.ts';

/** What one kind of event at one lag has to do with the failures. */
export interface Association extends LagCell {
  /** Failed calls that would have the event at this lag if it had nothing to do with failing. */
  readonly expected: number;
  /** Limits of the share of failures that have it, Clopper and Pearson's. */
  readonly share: Interval;
  /**
   * Failures per call that has it over failures per call that has it not, with its interval;
   * Infinity when only calls that have it failed. Null when all calls have it, or none.
   */
  readonly ratio: (Interval & { readonly value: number }) | null;
  /** Natural logarithm of the exact two-sided chance: 10^-2000 is no double. */
  readonly logP: number;
}

/**
 * Each kind of event at each lag against the failures. The null hypothesis: which calls failed has
 * nothing to do with the events around them, so that every choice of the same number of calls was
 * equally likely. The sequence of events and the places of the calls stay as they are, and only the
 * failures move, and only to places where a call ended: a collection can never be a failure, and
 * events that come in patterns of their own (a step after every third minor collection) would make
 * failures look associated if events were moved about. Under that null the number of failures that
 * have an event at a lag has the hypergeometric law (Fisher, 1935): the permutation distribution
 * itself, in closed form and without a simulation's floor. It takes calls for exchangeable; when
 * failures come in bursts they are not, and `chanceOfMany` with `shift` keeps the bursts.
 *
 * The interval of the ratio is Clopper and Pearson's of the share of failures that have the event
 * (`compareRates`): on the wide side when failures are no rare calls.
 */
export function associations(counts: LagCounts, confidence: number): readonly Association[] {
  const { calls, failures } = counts;
  if (failures === 0) return [];
  return counts.cells.map((cell) => {
    const urn = { population: calls, marked: cell.calls, drawn: failures };
    const comparison = compareRates(
      {
        before: { crashes: failures - cell.failures, exposure: calls - cell.calls },
        after: { crashes: cell.failures, exposure: cell.calls },
      },
      confidence,
    );
    return {
      ...cell,
      expected: (failures * cell.calls) / calls,
      share: clopperPearson(cell.failures, failures, confidence),
      ratio:
        comparison === null
          ? null
          : { value: comparison.ratio, lower: comparison.lower, upper: comparison.upper },
      logP: logTwoSided(hypergeometricTails(cell.failures, urn)),
    };
  });
}

/** The least likely of those that have more failures than expected; null when there is none. */
export function leading(found: readonly Association[]): Association | null {
  let best: Association | null = null;
  for (const one of found) {
    if (one.failures <= one.expected) continue;
    if (best === null || one.logP < best.logP || (one.logP === best.logP && nearer(one, best))) {
      best = one;
    }
  }
  return best;
}

function nearer(one: LagCell, other: LagCell): boolean {
  const [a, b] = [Math.abs(one.lag), Math.abs(other.lag)];
  return a < b || (a === b && one.lag > other.lag);
}

/**
 * What is left of each association once `given` is known: ln of the chance when failures are
 * redistributed only among calls that are alike in having `given` or not. Events come at distances of
 * their own, so one true association has echoes at other lags, and these vanish here. Twice the
 * smaller of the chances in the two groups (Bonferroni).
 */
export function remaining(
  sequence: EventSequence,
  { calls, failures, cells }: LagCounts,
  given: LagCell,
): readonly number[] {
  const inside = jointCounts(sequence, cells, given);
  return cells.map((cell, index) => {
    const joint = inside[index] ?? { calls: 0, failures: 0 };
    const within = hypergeometricTails(joint.failures, {
      population: given.calls,
      marked: joint.calls,
      drawn: given.failures,
    });
    const without = hypergeometricTails(cell.failures - joint.failures, {
      population: calls - given.calls,
      marked: cell.calls - joint.calls,
      drawn: failures - given.failures,
    });
    return Math.min(0, Math.LN2 + Math.min(logTwoSided(within), logTwoSided(without)));
  });
}

/** The calls and failures that have both the event of a cell and the given one. */
function jointCounts(
  sequence: EventSequence,
  cells: readonly LagCell[],
  given: LagCell,
): readonly { readonly calls: number; readonly failures: number }[] {
  const { codes } = sequence;
  const isCall = codesOfRole(sequence, 'fine', 'failure');
  const isFailure = codesOfRole(sequence, 'failure');
  const joint = cells.map(() => ({ calls: 0, failures: 0 }));
  for (let at = 0; at < codes.length; at++) {
    if (codes[at] !== given.code) continue;
    const call = at + given.lag;
    const outcome = codes[call] ?? OUTSIDE;
    if (isCall[outcome] !== 1) continue;
    cells.forEach(({ code, lag }, index) => {
      const cell = joint[index];
      if (cell === undefined || codes[call - lag] !== code) return;
      cell.calls += 1;
      cell.failures += isFailure[outcome] ?? 0;
    });
  }
  return joint;
}
