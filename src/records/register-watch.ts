import type { DebuggerName } from './crash-report.ts';
import type { TrialRecord } from './trial-record.ts';

/** The version of the document that a watch of registers becomes. */
export const REGISTER_WATCH_SCHEMA = 'winrepro/register-watch/1';

/** One watched trial: an instrument's, so its crash counts in no rate but its own. */
export interface RegisterWatchReport {
  readonly schema: typeof REGISTER_WATCH_SCHEMA;
  readonly id: string;
  readonly createdAt: string;
  readonly recipe: string;
  readonly variant: string;
  readonly debugger: DebuggerName;
  readonly watch: WatchedFunctions;
  readonly trial: TrialRecord;
  readonly counts: WatchCounts;
  readonly places: readonly WatchedPlace[];
  /** The first call behind which a non-volatile register differed; null when none did. */
  readonly change: FirstChange | null;
  /** In the order of the stops: those around the first change, those with a change, and the last ones. */
  readonly rows: readonly WatchRow[];
  /** The fault that the program died of, as the debugger saw it; null without one. */
  readonly fault: WatchedFault | null;
  /** What could not be seen, a sentence each. */
  readonly gaps: readonly string[];
  /** Relative to the trial's folder: what the debugger printed, row by row. */
  readonly log: string;
}

export interface WatchedFunctions {
  /** As the recipe names it; null for one from the command line. */
  readonly name: string | null;
  readonly function: string;
  readonly across: string | null;
  /** Columns of the rows. */
  readonly show: readonly string[];
  readonly convention: 'windows' | 'sysv';
  /** Registers that are compared around each call. */
  readonly compared: readonly string[];
  /** Before this iteration stops are counted, and nothing is kept or compared; null for all. */
  readonly from: number | null;
  readonly untilChange: boolean;
}

export interface WatchCounts {
  /** All stops, whatever they were for. */
  readonly stops: number;
  readonly entries: number;
  /** Calls of `across` that were compared: begun and returned. */
  readonly calls: number;
  /** Calls that had not returned when the program ended, or were left by a jump. */
  readonly unreturned: number;
  /** Calls behind which a non-volatile register differed. */
  readonly changedCalls: number;
  /** From the first stop to the last that was read. */
  readonly stopsPerSecond: number | null;
}

/** Where a function was found. */
export interface WatchedPlace {
  readonly function: string;
  /** Addresses at which it begins; more than one when the compiler made copies of it. */
  readonly locations: number;
  readonly inlined: readonly string[];
  readonly near: readonly string[];
}

export interface WatchedFault {
  readonly signal: string;
  readonly function: string;
  /** The instruction, as the debugger shows it. */
  readonly text: string;
}

/** Values are `0x` and lower-case digits, of an xmm register up to 32 of them; null when unreadable. */
export interface WatchRow {
  /** Counted from 1, over all stops. */
  readonly stop: number;
  readonly at: 'entry' | 'before' | 'after';
  /** The last iteration that had begun, from 0; null before the first. */
  readonly iteration: number | null;
  /** Whether the iteration is that of the stop itself, and not of the moment at which it was read. */
  readonly exact: boolean;
  /** Which call of `across`, counted from 1; null at an entry of the function. */
  readonly call: number | null;
  readonly returnsTo: string | null;
  readonly values: Readonly<Record<string, string | null>>;
  /** Registers that differ from before the call. */
  readonly changed: readonly string[];
}

export interface FirstChange {
  readonly call: number;
  /** The stops on both sides of the call. */
  readonly before: number;
  readonly after: number;
  readonly iteration: number | null;
  readonly exact: boolean;
  readonly thread: string;
  readonly returnsTo: string | null;
  /** The function that the call returned to; null when no symbol tells. */
  readonly caller: string | null;
  readonly registers: readonly {
    readonly register: string;
    readonly before: string;
    readonly after: string;
  }[];
}
