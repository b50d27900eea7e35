import type { CorruptLine, DuplicateTrial } from './journal.ts';
import type { Exposure, OutcomeKind, TraceObservation, TrialRecord } from './trial-record.ts';

export const RESULT_SCHEMA = 'winrepro/result/1';

/** A trial as the result tells it; its output and its doubts in full are in the journal. */
export interface TrialResult {
  readonly id: number;
  readonly outcome: OutcomeKind;
  readonly reason: string;
  /** The last iteration that began, from 0; null when no mark was seen. */
  readonly iteration: number | null;
  readonly stage: string | null;
  readonly status: string;
  readonly statusName: string;
  readonly signature: string | null;
  readonly seconds: number;
  readonly seed: number | null;
  readonly exposure: Exposure;
  readonly watch: TrialRecord['watch'];
  readonly trace: TraceObservation | null;
  readonly events: Readonly<Record<string, number>> | null;
  readonly warnings: readonly string[];
}

/** Crashes that are held to be the same. */
export interface SignatureCount {
  readonly signature: string;
  readonly count: number;
  /** Where each of them crashed, in the order of the trials; null where no mark was seen. */
  readonly iterations: readonly (number | null)[];
}

/** What a run without a crash still allows; `src/statistics/upper-bound.ts` has the formulas. */
export interface CleanBound {
  /** Upper limit of the crash hazard per iteration; null without any clean iteration. */
  readonly perIteration: number | null;
  /** Upper limit of the probability that a trial crashes; null without any clean trial. */
  readonly perTrial: number | null;
  readonly confidence: number;
  /** The evidence: iterations of clean and interrupted trials, and the number of clean ones. */
  readonly cleanIterations: number;
  readonly cleanTrials: number;
}

export interface RunTotals {
  readonly trials: number;
  readonly crashed: number;
  readonly clean: number;
  readonly hung: number;
  readonly failed: number;
  readonly interrupted: number;
  readonly iterations: number;
  /** Summed over the trials, so more than passed on the clock when several ran at a time. */
  readonly seconds: number;
}

/** `result.json`: every key is always there, null where nothing is known. */
export interface RunResult {
  readonly schema: typeof RESULT_SCHEMA;
  readonly winrepro: string;
  readonly run: string;
  readonly recipe: string;
  readonly variant: string;
  readonly verdict: 'crashes' | 'inconclusive';
  /** What the recipe says of this variant. */
  readonly expected: 'crashes' | 'clears' | 'unknown';
  /** `interrupted` unless the journal says that the run ended. */
  readonly state: 'finished' | 'interrupted' | 'failed';
  /** Why it ended, or was interrupted, in one sentence; null after kill -9. */
  readonly reason: string | null;
  readonly seed: number;
  /** SHA-256 of the program that ran: two variants with one hash are one build. Null for none. */
  readonly build: string | null;
  readonly trials: readonly TrialResult[];
  readonly totals: RunTotals;
  /** The most frequent first. */
  readonly signatures: readonly SignatureCount[];
  /** Null when there was a crash. */
  readonly bound: CleanBound | null;
  /** What is wrong with the journal that all this was computed from; nothing, as a rule. */
  readonly journal: {
    readonly torn: number;
    readonly corrupt: readonly CorruptLine[];
    readonly duplicates: readonly DuplicateTrial[];
  };
  /** File name in the run folder; null when none was written. */
  readonly provenance: string | null;
  /** The command that repeats the first crash; null when there is none, or it had no seed. */
  readonly again: string | null;
  /** The command that goes on with the run; null when it is finished. */
  readonly resume: string | null;
}
