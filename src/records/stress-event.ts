import type { StressResult } from './stress-result.ts';
import type { TrialRecord } from './trial-record.ts';

/** What a variant has come to so far. */
export interface VariantStanding {
  readonly name: string;
  readonly trials: number;
  readonly crashes: number;
  /** Iterations. */
  readonly exposure: number;
  /** Crashes per iteration with the limits of its 95 % interval; null without exposure. */
  readonly hazard: number | null;
  readonly lower: number;
  readonly upper: number;
}

/** What happens in a stress run, as reporters hear of it. */
export type StressEvent =
  | {
      readonly type: 'stress-started';
      readonly stress: string;
      readonly recipe: string;
      readonly title: string;
      readonly variants: readonly string[];
      /** Trials at a time; null for a fleet, whose workers decide. */
      readonly jobs: number | null;
      /** Trials that earlier sessions have already journaled. */
      readonly journaled: number;
      /** What ends it, in words: `8 h`, `1,000 trials`; empty when only Ctrl-C does. */
      readonly until: readonly string[];
    }
  | { readonly type: 'note'; readonly message: string }
  | { readonly type: 'row-building'; readonly row: string; readonly step: string }
  | { readonly type: 'row-built'; readonly row: string; readonly seconds: number }
  | { readonly type: 'row-failed'; readonly row: string; readonly reason: string }
  | {
      readonly type: 'trial-ended';
      readonly trial: TrialRecord;
      /** The first crash of its variant with this signature. */
      readonly isNew: boolean;
    }
  | {
      readonly type: 'tick';
      /** Awake and not paused, of all sessions. */
      readonly seconds: number;
      readonly trials: number;
      readonly crashes: number;
      /** Trials under way. */
      readonly active: number;
      /** Why no trial is started at the moment; null when they are. */
      readonly waiting: string | null;
      readonly variants: readonly VariantStanding[];
    }
  | { readonly type: 'stress-ended'; readonly result: StressResult };
