import type { FirstChange, WatchCounts, WatchRow } from '../../records/register-watch.ts';
import { createCallPairing } from './calls.ts';
import type { Stop } from './stop.ts';

export interface WatchTallyOptions {
  /** Registers that a call must restore, in the order of the report. */
  readonly compared: readonly string[];
  /** Before this iteration stops are counted, and nothing is kept or compared; null for all. */
  readonly from: number | null;
  /** How many of the last rows are kept. */
  readonly last: number;
}

/** The iteration of a stop, and whether it is the stop's own. */
export interface StopTime {
  readonly iteration: number | null;
  readonly exact: boolean;
}

export interface WatchTally {
  take(stop: Stop, time: StopTime): void;
  change(): Omit<FirstChange, 'caller'> | null;
  counts(): Omit<WatchCounts, 'stopsPerSecond'>;
  /** In the order of the stops. */
  rows(): readonly WatchRow[];
}

/** Rows kept on both sides of the first change. */
const AROUND = 6;
/** Rows of later changes that are kept: a target that never restores a register changes it at each call. */
const MOST_CHANGED = 100;

/** Counts stops and keeps what a report shows of them, in bounded memory however long the watch is. */
export function createWatchTally(options: WatchTallyOptions): WatchTally {
  const pairing = createCallPairing(options.compared);
  const ring: WatchRow[] = [];
  const kept = new Map<number, WatchRow>();
  const stopOf = new WeakMap<Stop, number>();
  const capacity = Math.max(options.last, AROUND);
  let change: Omit<FirstChange, 'caller'> | null = null;
  let stops = 0;
  let entries = 0;
  let calls = 0;
  let changedCalls = 0;
  let changedRows = 0;
  let keepNext = 0;

  function keep(row: WatchRow): void {
    kept.set(row.stop, row);
  }

  function add(row: WatchRow): void {
    if (keepNext > 0) {
      keepNext -= 1;
      keep(row);
    }
    ring.push(row);
    if (ring.length > 2 * capacity) ring.splice(0, ring.length - capacity);
  }

  return {
    take(stop, time) {
      stops += 1;
      stopOf.set(stop, stops);
      if (stop.at === 'entry') entries += 1;
      const call = pairing.take(stop);
      if (options.from !== null && (time.iteration ?? -1) < options.from) return;
      if (call !== null) calls += 1;
      const changed = call?.changes ?? [];
      const row: WatchRow = {
        stop: stops,
        at: stop.at,
        ...time,
        call: stop.at === 'before' ? pairing.begun() : (call?.number ?? null),
        returnsTo: stop.returnsTo,
        values: stop.values,
        changed: changed.map(({ register }) => register),
      };
      add(row);
      if (call === null || changed.length === 0) return;
      changedCalls += 1;
      if (change === null) {
        change = {
          call: call.number,
          before: stopOf.get(call.before) ?? stops,
          after: stops,
          ...time,
          thread: stop.thread,
          returnsTo: stop.returnsTo,
          registers: call.changes,
        };
        ring.slice(-AROUND).forEach(keep);
        keepNext = AROUND;
      } else if (changedRows < MOST_CHANGED) {
        changedRows += 1;
        keep(row);
      }
    },
    change: () => change,
    counts: () => ({ stops, entries, calls, unreturned: pairing.unreturned(), changedCalls }),
    rows() {
      const all = new Map(kept);
      for (const row of ring.slice(-options.last)) all.set(row.stop, row);
      return [...all.values()].toSorted((a, b) => a.stop - b.stop);
    },
  };
}
