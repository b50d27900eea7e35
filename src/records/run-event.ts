import type { RunResult } from './result.ts';
import type { TrialRecord } from './trial-record.ts';

/** What happens in a run, as reporters hear of it. */
export type RunEvent =
  | {
      readonly type: 'run-started';
      readonly run: string;
      readonly folder: string;
      readonly recipe: string;
      readonly variant: string;
      readonly title: string;
      readonly seed: number;
      /** Trials that an earlier session of the run has already journaled. */
      readonly journaled: number;
      readonly trials: number;
      readonly untilCrash: boolean;
    }
  | { readonly type: 'note'; readonly message: string }
  | { readonly type: 'step-started'; readonly step: string }
  | {
      readonly type: 'step-progress';
      readonly step: string;
      /** Files compiled. */
      readonly done: number;
      /** How many a full build compiles; null when nobody knows. */
      readonly of: number | null;
    }
  | {
      readonly type: 'step-ended';
      readonly step: string;
      /** What it found or made, in a few words. */
      readonly summary: string;
      readonly reused: boolean;
      readonly seconds: number;
    }
  | { readonly type: 'trial-started'; readonly id: number; readonly seed: number | null }
  | {
      readonly type: 'trial-progress';
      readonly id: number;
      readonly iteration: number | null;
      /** Seconds since the trial started. */
      readonly seconds: number;
    }
  | { readonly type: 'trial-ended'; readonly trial: TrialRecord }
  | { readonly type: 'run-ended'; readonly result: RunResult; readonly folder: string };

/** Listens to a run. One that throws is reported and left out; it never hurts the run. */
export interface Reporter {
  readonly name: string;
  onEvent(event: RunEvent): void;
}
