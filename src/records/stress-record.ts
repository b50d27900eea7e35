import { requireRecord } from './require-record.ts';
import { recipeShape, type RecipeRecord } from './run-record.ts';
import {
  hasShape,
  isCount,
  isNumber,
  isOneOf,
  isText,
  isTexts,
  orNull,
  type Shape,
} from './shape.ts';
import { trialOptionsShape, type CampaignTrialOptions } from './trial-options.ts';

export const STRESS_SCHEMA = 'winrepro/stress/1';

/** A variant that is stressed, in turn with the others. */
export interface StressVariant {
  readonly name: string;
  readonly role: 'positive-control' | 'negative-control' | 'placebo' | null;
  readonly why: string;
  readonly expected: 'crashes' | 'clears' | 'unknown';
}

/** One part of a campaign that several machines share, counted from 1. */
export interface Shard {
  readonly index: number;
  readonly count: number;
}

export interface StressOptions extends CampaignTrialOptions {
  /** Time awake and not paused, all sessions together; null for no limit. */
  readonly forSeconds: number | null;
  /** Trials of all variants and all shards; null for no limit. */
  readonly trials: number | null;
  /** Stop at so many crashes; null to go on. */
  readonly untilCrashes: number | null;
  /** Null when this machine runs all trials. */
  readonly shard: Shard | null;
  /** What the kept artefacts of all trials may take, bytes. */
  readonly keepBytes: number;
  /** With less on the disk it stops, bytes. */
  readonly leastDiskBytes: number;
  /** With less memory available no trial is started, bytes. */
  readonly leastMemoryBytes: number;
}

/** A campaign whose trials were taken into this one. */
export interface MergedCampaign {
  readonly id: string;
  readonly machine: string;
  readonly shard: Shard | null;
}

/** `stress.json`, written once: with the journal all that `resume` and `report` need. */
export interface StressRecord {
  readonly schema: typeof STRESS_SCHEMA;
  readonly id: string;
  /** ISO 8601, UTC. */
  readonly createdAt: string;
  /** The version of winrepro that began it. */
  readonly winrepro: string;
  readonly recipe: RecipeRecord;
  readonly title: string;
  readonly platform: string;
  /** Names the machine in the history; several, joined by `+`, when merged. */
  readonly machine: string;
  /** `fleet`: workers ran the trials. `merge`: the trials of other campaigns. */
  readonly by: 'machine' | 'fleet' | 'merge';
  readonly variants: readonly StressVariant[];
  /** A crash at an earlier iteration is another bug; null without such a limit. */
  readonly earliest: number | null;
  readonly options: StressOptions;
  /** Empty unless merged. */
  readonly merged: readonly MergedCampaign[];
  /** Without secrets. */
  readonly argv: readonly string[];
}

/** Throws EnvironmentError when the value, read from `path`, is not a stress run of this schema. */
export function parseStressRecord(value: unknown, path: string): StressRecord {
  requireRecord(value, path, { schema: STRESS_SCHEMA, shape: stress, what: 'stress run' });
  return value as unknown as StressRecord;
}

const shard: Shape<Shard> = { index: isCount, count: isCount };

const variant: Shape<StressVariant> = {
  name: isText,
  role: orNull(isOneOf('positive-control', 'negative-control', 'placebo')),
  why: isText,
  expected: isOneOf('crashes', 'clears', 'unknown'),
};

const options: Shape<StressOptions> = {
  ...trialOptionsShape,
  forSeconds: orNull(isNumber),
  trials: orNull(isCount),
  untilCrashes: orNull(isCount),
  shard: orNull(hasShape(shard)),
  keepBytes: isCount,
  leastDiskBytes: isCount,
  leastMemoryBytes: isCount,
};

const merged: Shape<MergedCampaign> = {
  id: isText,
  machine: isText,
  shard: orNull(hasShape(shard)),
};

const stress: Shape<StressRecord> = {
  schema: isText,
  id: isText,
  createdAt: isText,
  winrepro: isText,
  recipe: hasShape(recipeShape),
  title: isText,
  platform: isText,
  machine: isText,
  by: isOneOf('machine', 'fleet', 'merge'),
  variants: (value) => Array.isArray(value) && value.length > 0 && value.every(hasShape(variant)),
  earliest: orNull(isCount),
  options: hasShape(options),
  merged: (value) => Array.isArray(value) && value.every(hasShape(merged)),
  argv: isTexts,
};
