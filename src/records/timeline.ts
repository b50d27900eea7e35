export const TIMELINE_SCHEMA = 'winrepro/timeline/1';

/** A chance: as a number, 0 where it is too small for one, and its logarithm. */
export interface Chance {
  readonly p: number;
  /** Null for a chance of 0. */
  readonly log10: number | null;
}

/** Limits at the confidence of the document; null for no limit. */
export interface TimelineInterval {
  readonly lower: number;
  readonly upper: number | null;
}

/** One kind of event at one lag, against the failures. */
export interface TimelineCell {
  readonly kind: string;
  /** How many events before the failure it stands: 1 is directly before, -1 directly after. */
  readonly lag: number;
  /** Failures that have it, and how many would when it had nothing to do with failing. */
  readonly failures: number;
  readonly expected: number;
  /** Calls that have it, failed ones included. */
  readonly calls: number;
  /** Limits of the share of failures that have it. */
  readonly share: TimelineInterval;
  /**
   * Failures per call that has it, over failures per call that has it not; `value` null: only calls
   * that have it failed. Null when all calls have it, or none.
   */
  readonly ratio: (TimelineInterval & { readonly value: number | null }) | null;
  /** Exact, for this kind and lag alone, when any calls may have failed. */
  readonly exact: Chance;
  /** `exact` times the number of cells: an exact bound, corrected for looking at all of them. */
  readonly bonferroni: Chance;
  /** Corrected for all cells by simulation (min-P), any calls may have failed. */
  readonly corrected: number;
  /** By simulation, the failures as they are, shifted along the calls: alone and corrected. */
  readonly shifted: number;
  readonly shiftedCorrected: number;
  /** Exact, once the leading cell is known: echoes of it vanish. 1 for the leading cell itself. */
  readonly remaining: Chance;
}

export interface TimelineAssociation {
  readonly lags: { readonly before: number; readonly after: number };
  readonly confidence: number;
  /** How many redistributions were simulated; no simulated value is below 1 / (1 + these). */
  readonly relabelled: number;
  readonly shifted: number;
  readonly seed: number;
  /** Where `cells` has the least likely one that is above its expectation; null for none. */
  readonly leading: number | null;
  readonly cells: readonly TimelineCell[];
}

export interface TimelineDistance {
  readonly count: number;
  /** Calls before which no event of the kind came in their trial. */
  readonly never: number;
  /** Quartiles, in events; null where that is `never`. */
  readonly lower: number | null;
  readonly median: number | null;
  readonly upper: number | null;
}

/** The distance from a call back to the last event of a kind. */
export interface TimelineDistances {
  readonly kind: string;
  readonly failures: TimelineDistance;
  readonly calls: TimelineDistance;
  /** The chance that it is shorter at a failure than at a fine call; null without fine calls. */
  readonly nearer: number | null;
  /** Normal approximation. */
  readonly p: number | null;
}

/** When failures come, among the calls of their trials. */
export interface TimelineCourse {
  readonly gaps: {
    readonly count: number;
    readonly lower: number;
    readonly median: number;
    readonly upper: number;
    readonly variation: number;
  } | null;
  /** Exact: so few runs of failures that directly follow one another. */
  readonly bursts: { readonly runs: number; readonly chance: Chance };
  /** Exact bound: failures prefer every so manieth call. */
  readonly step: {
    readonly step: number;
    readonly rest: number;
    readonly hits: number;
    readonly chance: Chance;
  };
  /** Simulated; periods in calls. Null when no trial has enough failures. */
  readonly period: {
    readonly period: number;
    readonly power: number;
    readonly p: number;
    readonly rounds: number;
    readonly shortest: number;
    readonly longest: number;
  } | null;
  readonly start: {
    /** Calls before the earliest first failure, and the exact chance that so many are spared. */
    readonly calls: number;
    readonly chance: Chance;
    /** The earliest iteration with a failure; null when none was printed. */
    readonly iteration: number | null;
    /** What the recipe says is the earliest iteration of this crash; null when it does not. */
    readonly threshold: number | null;
  };
}

export interface TimelineTrial {
  /** The trial of the run; null for a file. */
  readonly trial: number | null;
  readonly events: number;
  readonly failures: number;
  readonly crashed: boolean;
  /** The last iteration that began, and that of the first failure; null when none was printed. */
  readonly iteration: number | null;
  readonly firstFailure: number | null;
}

/** What `winrepro timeline --json` prints. */
export interface Timeline {
  readonly schema: typeof TIMELINE_SCHEMA;
  readonly winrepro: string;
  readonly source:
    | { readonly run: string; readonly recipe: string; readonly variant: string }
    | { readonly file: string };
  /** Names of the marks in the order of the protocol, with how often each was seen. */
  readonly kinds: readonly {
    readonly name: string;
    readonly role: 'event' | 'fine' | 'failure';
    readonly mark: string | null;
    readonly count: number;
  }[];
  readonly events: number;
  readonly calls: number;
  readonly failures: number;
  readonly trials: readonly TimelineTrial[];
  /** Null when nothing failed, or all did, or no event besides calls was seen. */
  readonly association: TimelineAssociation | null;
  readonly distances: readonly TimelineDistances[];
  /** Null when nothing failed. */
  readonly course: TimelineCourse | null;
  /** What a reader must know besides: cut outputs, events left out. A sentence each. */
  readonly notes: readonly string[];
}

/** The events around failures, for the picture; a code of 0 is no event. */
export interface TimelinePicture {
  /** Events before and after each failure. */
  readonly reach: number;
  /** A row of 2 reach + 1 codes for each failure shown; code c stands for `kinds[c - 1]`. */
  readonly rows: readonly Uint8Array[];
  /** Failures that there are; more than rows when not all are shown. */
  readonly failures: number;
}
