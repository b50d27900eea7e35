import { codesOfRole, OUTSIDE, PADDING, type EventSequence } from './event-sequence.ts';

/**
 * One kind of event at one lag. The event at lag k of a call stands k events before it in the
 * sequence: lag 1 is the event directly before, lag -1 the one directly after. Calls themselves
 * (fine or failed) count as events.
 */
export interface LagCell {
  /** The code of the kind. */
  readonly code: number;
  readonly lag: number;
  /** Calls that have an event of this kind at this lag. */
  readonly calls: number;
  /** Failed calls that have one. */
  readonly failures: number;
}

export interface LagCounts {
  /** All calls, fine and failed. */
  readonly calls: number;
  readonly failures: number;
  /** For each kind of event, each lag; kinds that never occur are left out. */
  readonly cells: readonly LagCell[];
}

/** Lags from `before` events before a call to `after` events behind it; 0 is the call itself. */
export interface Lags {
  readonly before: number;
  readonly after: number;
}

/** The lags in the order of their table, the farthest after first: -after to before, without 0. */
export function lagList({ before, after }: Lags): readonly number[] {
  return Array.from({ length: before + after + 1 }, (_, index) => index - after).filter(
    (lag) => lag !== 0,
  );
}

/**
 * How many calls, and how many failed ones, have each kind of event at each lag: one pass over the
 * events, which are fewer than the calls. Throws RangeError for lags beyond PADDING.
 */
export function countLags(sequence: EventSequence, lags: Lags): LagCounts {
  if (!(lags.before >= 0 && lags.after >= 0 && Math.max(lags.before, lags.after) <= PADDING)) {
    throw new RangeError(`lags reach from 0 to ${PADDING}, not ${lags.before} and ${lags.after}`);
  }
  const { codes, kinds } = sequence;
  const isEvent = codesOfRole(sequence, 'event');
  const isCall = codesOfRole(sequence, 'fine', 'failure');
  const isFailure = codesOfRole(sequence, 'failure');
  const width = lags.before + lags.after + 1;
  const calls = new Float64Array((kinds.length + 1) * width);
  const failures = new Float64Array(calls.length);
  let [allCalls, allFailures] = [0, 0];
  for (let at = 0; at < codes.length; at++) {
    const code = codes[at] ?? OUTSIDE;
    allCalls += isCall[code] ?? 0;
    allFailures += isFailure[code] ?? 0;
    if (isEvent[code] !== 1) continue;
    // The call at `at + lag` has this event at that lag.
    const row = code * width + lags.after;
    for (let lag = -lags.after; lag <= lags.before; lag++) {
      const other = codes[at + lag] ?? OUTSIDE;
      if (isCall[other] !== 1) continue;
      calls[row + lag] = (calls[row + lag] ?? 0) + 1;
      failures[row + lag] = (failures[row + lag] ?? 0) + (isFailure[other] ?? 0);
    }
  }
  const cells = kinds.flatMap(({ role }, index) => {
    if (role !== 'event' || !codes.includes(index + 1)) return [];
    return lagList(lags).map((lag) => {
      const place = (index + 1) * width + lags.after + lag;
      return { code: index + 1, lag, calls: calls[place] ?? 0, failures: failures[place] ?? 0 };
    });
  });
  return { calls: allCalls, failures: allFailures, cells };
}
