import type { ProvenanceChange, RateChange } from './night.ts';
import type { TrialRecord } from './trial-record.ts';

export const REPLAY_SCHEMA = 'winrepro/replay/1';

/** `differs`: the replay says something else. `cannot-tell`: it says too little. */
export type ReplayVerdict = 'same' | 'differs' | 'cannot-tell';

/** How a trial ended, as far as the same seed and program should end it again. */
export type ReplayedEnd = Pick<TrialRecord, 'outcome' | 'iteration' | 'signature'>;

/** Whether the same program ran. */
export interface ReplayedBuild {
  /** `none`: nothing is built. `unknown`: the archive does not tell. */
  readonly kind: 'same' | 'different' | 'none' | 'unknown';
  /** SHA-256 of the first product; of the archive several when machines built differently. */
  readonly exported: readonly string[];
  readonly replayed: string | null;
  /** Content keys of the steps; null where one side has no such step. */
  readonly steps: readonly {
    readonly name: string;
    readonly exported: string | null;
    readonly replayed: string | null;
    readonly same: boolean;
  }[];
}

/** Trials of the same number and seed, side by side. */
export interface ReplayedTrials {
  /** Trials on both sides that got the same seed. */
  readonly seeded: number;
  /** Of these, how many ended the same: outcome, iteration and signature. */
  readonly same: number;
  /** The first of the others, at most 20. */
  readonly different: readonly {
    readonly id: number;
    readonly seed: number;
    readonly exported: ReplayedEnd;
    readonly replayed: ReplayedEnd;
  }[];
}

export interface ReplayedVariant {
  readonly variant: string;
  readonly verdict: ReplayVerdict;
  /** One sentence: the evidence. */
  readonly reason: string;
  readonly exported: { readonly verdict: 'crashes' | 'inconclusive' };
  readonly replayed: { readonly verdict: 'crashes' | 'inconclusive' };
  readonly build: ReplayedBuild;
  readonly trials: ReplayedTrials;
  /** The rates: before is the archive's, after the replay's. Null when one side has no such variant. */
  readonly rate: Pick<RateChange, 'kind' | 'reason' | 'before' | 'after' | 'ratio'> | null;
  /** What another machine, compiler, flag made different. */
  readonly changed: readonly ProvenanceChange[];
}

/** `replay.json`, and what `winrepro replay --json` prints. */
export interface ReplayResult {
  readonly schema: typeof REPLAY_SCHEMA;
  readonly winrepro: string;
  readonly kind: 'run' | 'stress';
  readonly recipe: string;
  /** The id in the archive, and that of the replay. */
  readonly exported: string;
  readonly replayed: string;
  /** The workspace of the replay. */
  readonly workspace: string;
  /** Whether the trials got the seeds of the archive. */
  readonly sameSeeds: boolean;
  /** That which needs a look first: `differs`, then `cannot-tell`. */
  readonly verdict: ReplayVerdict;
  readonly variants: readonly ReplayedVariant[];
}
