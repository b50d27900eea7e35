import type { HazardRecord } from './stress-result.ts';

/**
 * One variant of one campaign, as the history keeps it: a stress run's, or a single run's. All of it
 * is derived from the campaign's own files and can be again.
 */
export interface Night {
  /** Id of the campaign. */
  readonly campaign: string;
  readonly kind: 'stress' | 'run';
  /** ISO 8601, UTC. */
  readonly at: string;
  readonly recipe: string;
  readonly variant: string;
  readonly platform: string;
  readonly machine: string;
  readonly winrepro: string;
  readonly state: 'finished' | 'interrupted' | 'failed';
  /** Turns of the loop that each trial was asked for; null when not known. */
  readonly iterations: number | null;
  readonly watch: 'file' | 'pipe' | 'heartbeat' | null;
  /** The seeds that its trials got, first to last; null when they take none, or had none. */
  readonly seeds: { readonly first: number; readonly last: number } | null;
  /** SHA-256 of the binaries; several when machines built differently. */
  readonly builds: readonly string[];
  readonly trials: number;
  readonly crashed: number;
  readonly clean: number;
  readonly hung: number;
  readonly failed: number;
  readonly interrupted: number;
  readonly hazard: HazardRecord;
  readonly signatures: readonly { readonly signature: string; readonly count: number }[];
  /** What it was made of, key by key, in words: compiler, flags, interpreter, processor, ... */
  readonly provenance: Readonly<Record<string, string>>;
}

/** A key of the provenance whose value is another one; null where there was none. */
export interface ProvenanceChange {
  readonly key: string;
  readonly before: string | null;
  readonly after: string | null;
}

/** A signature that is new or gone, and the chance that this is luck alone. */
export interface SignatureNews {
  readonly signature: string;
  readonly before: number;
  readonly after: number;
  readonly chance: number;
}

/** What two nights, or a night and those before it, say of a variant's rate. */
export interface RateChange {
  readonly kind: 'better' | 'worse' | 'same' | 'cannot-tell';
  /** One sentence: the evidence. */
  readonly reason: string;
  readonly before: HazardRecord | null;
  readonly after: HazardRecord;
  /** After over before, with its interval; null when nothing can be said. */
  readonly ratio: {
    readonly value: number;
    readonly lower: number;
    readonly upper: number;
    readonly confidence: number;
  } | null;
  /** How much more the earlier nights vary than a constant rate would: 1 for not at all. */
  readonly dispersion: number | null;
  readonly newSignatures: readonly SignatureNews[];
  readonly vanishedSignatures: readonly SignatureNews[];
  readonly changed: readonly ProvenanceChange[];
}

export const NIGHT_VERDICT_SCHEMA = 'winrepro/night-verdict/1';

/** The verdict on one variant of a campaign against the nights before it. */
export interface NightVerdict extends RateChange {
  readonly variant: string;
  /** Ids of the campaigns that it was held against, the newest first. */
  readonly baseline: readonly string[];
}

/** What `--notify` posts and what `stress --json` prints beside the result. */
export interface NightReport {
  readonly schema: typeof NIGHT_VERDICT_SCHEMA;
  readonly campaign: string;
  readonly recipe: string;
  readonly at: string;
  readonly machine: string;
  /** The worst of the variants' verdicts. */
  readonly verdict: RateChange['kind'];
  readonly variants: readonly NightVerdict[];
}
