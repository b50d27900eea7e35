import type { RunResult, RunTotals } from './result.ts';
import type { Shard, StressVariant } from './stress-record.ts';

export const STRESS_RESULT_SCHEMA = 'winrepro/stress-result/1';

/** Crashes per iteration, with its interval. */
export interface HazardRecord {
  readonly crashes: number;
  /** Iterations lived through by crashed, clean and interrupted trials; the others are no evidence. */
  readonly exposure: number;
  /** Crashes per iteration; 0 without a crash. */
  readonly hazard: number;
  /** Limits of the hazard; null without any exposure. */
  readonly interval: { readonly lower: number; readonly upper: number } | null;
  readonly confidence: number;
}

/** Crashes of one variant that are held to be the same. */
export interface StressSignature {
  readonly signature: string;
  readonly count: number;
  /** Where they crashed, sorted, at most 1,000 of them spread evenly; null marks are left out. */
  readonly iterations: readonly number[];
  /** The first trial that crashed so, with its seed and when it started, ISO 8601. */
  readonly first: {
    readonly trial: number;
    readonly seed: number | null;
    readonly at: string;
    /** The command that repeats it; null without a seed. */
    readonly again: string | null;
  };
  /** Kept outputs, relative to the folder, at most 20; the first crash's is the first. */
  readonly evidence: readonly string[];
}

/** A step of the survival curve, with a band of 95 %. */
export interface CurveStepRecord {
  readonly time: number;
  readonly survival: number;
  readonly lower: number;
  readonly upper: number;
}

/** Whether the crashes agree with a constant hazard. */
export interface StressModel {
  /** The survival curve by iterations, at most 500 steps. */
  readonly curve: readonly CurveStepRecord[];
  /** Where the curve ends: the longest lifetime, iterations. */
  readonly longest: number;
  /** Chance of such a departure from an exponential with a constant hazard; null: too few crashes. */
  readonly exponentialP: number | null;
  /** Weibull shape with its interval; null: too few crashes. */
  readonly weibull: {
    readonly shape: number;
    readonly lower: number;
    readonly upper: number;
  } | null;
}

/** What one machine or worker contributed to a variant. */
export interface WorkerShare {
  readonly worker: string;
  readonly trials: number;
  readonly hazard: HazardRecord;
  /** SHA-256 of what it built; null when nothing is built or it is not known. */
  readonly build: string | null;
}

export interface StressVariantResult extends StressVariant {
  /** Why it could not be tried; null when it could. */
  readonly failed: string | null;
  /** SHA-256 of all binaries that were tried: more than one when machines built differently. */
  readonly builds: readonly string[];
  readonly totals: RunTotals;
  readonly verdict: 'crashes' | 'inconclusive';
  readonly hazard: HazardRecord;
  /** Crashes per trial that ended crashed or clean; null without any. */
  readonly perTrial: {
    readonly rate: number;
    readonly lower: number;
    readonly upper: number;
  } | null;
  /** The most frequent first. */
  readonly signatures: readonly StressSignature[];
  /** Hung and failed trials by their reason, the most frequent first, at most 10. */
  readonly faults: readonly { readonly reason: string; readonly count: number }[];
  readonly model: StressModel;
  readonly workers: readonly WorkerShare[];
}

/** `result.json` of a stress run: computed from its record and its journal, and nothing else. */
export interface StressResult {
  readonly schema: typeof STRESS_RESULT_SCHEMA;
  /** The version of winrepro that computed it. */
  readonly winrepro: string;
  readonly stress: string;
  readonly recipe: string;
  readonly title: string;
  readonly platform: string;
  readonly machine: string;
  readonly by: 'machine' | 'fleet' | 'merge';
  /** ISO 8601, UTC; the end is null while it goes on and after kill -9. */
  readonly createdAt: string;
  readonly endedAt: string | null;
  readonly state: RunResult['state'];
  readonly reason: string | null;
  /** `crashes` when any variant crashed. */
  readonly verdict: 'crashes' | 'inconclusive';
  readonly seed: number;
  readonly jobs: number;
  readonly shard: Shard | null;
  /** Campaigns whose trials were taken in; empty unless merged. */
  readonly merged: readonly string[];
  /** Awake and not paused, of all sessions. */
  readonly seconds: number;
  readonly totals: RunTotals;
  readonly variants: readonly StressVariantResult[];
  /** Trials a minute, in at most 120 spans of equal length from the beginning to the end. */
  readonly pace: readonly number[];
  /** What went on besides: sleeps of the machine, refusals of workers, lost trials. In order. */
  readonly notes: readonly { readonly at: string; readonly text: string }[];
  readonly journal: RunResult['journal'];
  /** Files of provenance, relative to the folder. */
  readonly provenance: readonly string[];
  /** The command that goes on with it; null when it is finished. */
  readonly resume: string | null;
}
