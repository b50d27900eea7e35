import { UserError } from '../system/errors.ts';
import type { Provenance } from './provenance.ts';
import type { RunOptions } from './run-record.ts';
import {
  hasShape,
  isCount,
  isNumber,
  isObject,
  isOneOf,
  isRecordOf,
  isText,
  isTexts,
  orNull,
  wrongKey,
  type Check,
  type Shape,
} from './shape.ts';
import type { TrialRecord } from './trial-record.ts';
import { parseEntry } from './parse-entry.ts';

/** What a submitter and its workers say to each other through the queue; both sides check it. */

export const FLEET_CAMPAIGN_SCHEMA = 'winrepro/fleet-campaign/1';
export const FLEET_WORKER_SCHEMA = 'winrepro/fleet-worker/1';
export const FLEET_ANSWER_SCHEMA = 'winrepro/fleet-answer/1';

/** A recipe with the files that it refers to, as it travels. */
export interface ShippedRecipe {
  readonly name: string;
  readonly text: string;
  readonly sha256: string;
  /** Where the recipe stands among its files, with forward slashes. */
  readonly place: string;
  /** gzip in base64, by relative path with forward slashes; the recipe itself is not among them. */
  readonly files: Readonly<Record<string, string>>;
}

/** What workers are asked to do. */
export interface FleetCampaign {
  readonly schema: typeof FLEET_CAMPAIGN_SCHEMA;
  readonly id: string;
  /** ISO 8601, UTC. */
  readonly createdAt: string;
  readonly winrepro: string;
  /** Only workers of this platform take part. */
  readonly platform: string;
  readonly recipe: ShippedRecipe;
  readonly variants: readonly string[];
  /** Of the first trial. */
  readonly seed: number;
  readonly iterations: number | null;
  readonly watch: RunOptions['watch'] | null;
  readonly timeoutSeconds: number | null;
  readonly stallSeconds: number | null;
}

/** A trial that waits for a worker. */
export interface FleetJob {
  readonly campaign: string;
  readonly id: number;
  readonly variant: string;
}

/** How a trial ended. */
export interface FleetAnswer {
  readonly schema: typeof FLEET_ANSWER_SCHEMA;
  readonly trial: TrialRecord;
  /** The end of its output, gzip in base64; null when nothing is kept. */
  readonly output: string | null;
}

/** What a worker is doing; renewed while it lives. */
export interface WorkerCard {
  readonly schema: typeof FLEET_WORKER_SCHEMA;
  readonly name: string;
  readonly platform: string;
  readonly winrepro: string;
  /** Trials at a time. */
  readonly slots: number;
  /** What it says of campaigns, by id. */
  readonly campaigns: Readonly<Record<string, WorkerStance>>;
}

/** What a worker says of one campaign. */
export interface WorkerStance {
  /** SHA-256 of what it built for each variant; null when nothing is built. */
  readonly builds: Readonly<Record<string, string | null>>;
  /** Why it runs none of its trials; null when it does. */
  readonly refused: string | null;
}

/** The provenance of what a worker built, by variant. */
export type FleetProvenance = Readonly<Record<string, Provenance>>;

const MOST_VARIANTS = 1000;

const shippedRecipe: Shape<ShippedRecipe> = {
  name: isText,
  text: isText,
  sha256: isText,
  place: isText,
  files: isRecordOf(isText),
};

const campaign: Shape<FleetCampaign> = {
  schema: isOneOf(FLEET_CAMPAIGN_SCHEMA),
  // It becomes the name of a folder and of a queue.
  id: (value) => typeof value === 'string' && /^[A-Za-z0-9][A-Za-z0-9._-]{0,127}$/.test(value),
  createdAt: isText,
  winrepro: isText,
  platform: isText,
  recipe: hasShape(shippedRecipe),
  variants: (value) => isTexts(value) && isCountBelow(value, MOST_VARIANTS),
  seed: isNumber,
  iterations: orNull(isCount),
  watch: orNull(isOneOf('file', 'pipe', 'heartbeat')),
  timeoutSeconds: orNull(isNumber),
  stallSeconds: orNull(isNumber),
};

const job: Shape<FleetJob> = {
  campaign: isText,
  id: (value) => isCount(value) && value !== 0,
  variant: isText,
};

const stance: Shape<WorkerStance> = {
  builds: isRecordOf(orNull(isText)),
  refused: orNull(isText),
};

const card: Shape<WorkerCard> = {
  schema: isOneOf(FLEET_WORKER_SCHEMA),
  name: isText,
  platform: isText,
  winrepro: isText,
  slots: isCount,
  campaigns: isRecordOf(hasShape(stance)),
};

const answer: Shape<FleetAnswer> = {
  schema: isOneOf(FLEET_ANSWER_SCHEMA),
  trial: isObject,
  output: orNull(isText),
};

/** Throws UserError when the text is no campaign. */
export function parseFleetCampaign(text: string): FleetCampaign {
  const value = parse(text, 'a campaign');
  requireShape(value, campaign, 'a campaign');
  return value as FleetCampaign;
}

/** Throws UserError when the value is no trial of a campaign. */
export function checkFleetJob(value: unknown): FleetJob {
  requireShape(value, job, 'a trial');
  return value as FleetJob;
}

/** Throws UserError when the text is no worker's card. */
export function parseWorkerCard(text: string): WorkerCard {
  const value = parse(text, 'a worker');
  requireShape(value, card, 'a worker');
  return value as WorkerCard;
}

/** Throws UserError when the value is no answer, or its trial is not the one that was asked for. */
export function checkFleetAnswer(
  value: unknown,
  asked: Pick<FleetJob, 'id' | 'variant'>,
): FleetAnswer {
  requireShape(value, answer, 'an answer');
  const found = value as FleetAnswer;
  const parsed = parseEntry(JSON.stringify(found.trial));
  if ('problem' in parsed) {
    throw new UserError(`the queue holds an answer whose trial is damaged: ${parsed.problem}`);
  }
  const { entry } = parsed;
  if (entry.type !== 'trial' || entry.id !== asked.id || entry.variant !== asked.variant) {
    throw new UserError(
      `the queue holds an answer to trial ${asked.id} of ${asked.variant} that tells of another one`,
    );
  }
  return { ...found, trial: entry };
}

function parse(text: string, what: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    throw new UserError(`the queue holds ${what} that is not JSON: see who else writes to it`);
  }
}

function requireShape(value: unknown, shape: Readonly<Record<string, Check>>, what: string): void {
  const wrong = wrongKey(value, shape);
  if (wrong === null) return;
  throw new UserError(
    `the queue holds ${what} whose key ${wrong} is missing or wrong: use the same version of winrepro everywhere, or see who else writes to it`,
  );
}

function isCountBelow(value: unknown, most: number): boolean {
  return Array.isArray(value) && value.length > 0 && value.length <= most;
}
