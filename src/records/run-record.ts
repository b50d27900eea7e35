import { requireRecord } from './require-record.ts';
import {
  hasShape,
  isCount,
  isFlag,
  isNumber,
  isObject,
  isOneOf,
  isText,
  isTexts,
  orNull,
  type Shape,
} from './shape.ts';
import type { TrialRecord } from './trial-record.ts';

export const RUN_SCHEMA = 'winrepro/run/1';

/** What was asked for; together with the journal it is all that `resume` needs. */
export interface RunOptions {
  readonly iterations: number;
  /** At most so many trials. */
  readonly trials: number;
  /** Stop at the first crash. */
  readonly untilCrash: boolean;
  /** Trials at a time. */
  readonly jobs: number;
  /** Wall-clock limit of a trial; null for none. */
  readonly timeoutSeconds: number | null;
  /** Limit of a trial without any progress; null for none. */
  readonly stallSeconds: number | null;
  readonly seed: number;
  readonly watch: TrialRecord['watch'];
  /** As given by the user; null to take the first that is found. */
  readonly compiler: string | null;
  /** An interpreter in place of the recipe's environment; null for the recipe's. */
  readonly interpreter: string | null;
  /** Absolute path of a lock of packages; null to solve. */
  readonly lock: string | null;
  /** Where else to take the source from; null for where the recipe says. */
  readonly source: { readonly repository: string } | { readonly archive: string } | null;
}

/** The recipe as it was when the run began: later edits of the file change nothing. */
export interface RecipeRecord {
  readonly name: string;
  /** As the user named it: an embedded recipe's name, or the path of a file. */
  readonly reference: string;
  /** Absolute path of the file; its relative paths start from its folder. */
  readonly path: string;
  readonly text: string;
  readonly sha256: string;
}

/** `run.json`, written once when the run begins. */
export interface RunRecord {
  readonly schema: typeof RUN_SCHEMA;
  readonly id: string;
  /** ISO 8601, UTC. */
  readonly createdAt: string;
  /** The version of winrepro that began it. */
  readonly winrepro: string;
  readonly recipe: RecipeRecord;
  readonly variant: string;
  readonly platform: string;
  /** The key of the last step: a run goes on only with the very build that it began with. */
  readonly buildKey: string;
  /** What the recipe says of this variant and this machine's compiler. */
  readonly expected: 'crashes' | 'clears' | 'unknown';
  readonly options: RunOptions;
  readonly argv: readonly string[];
}

/** Throws EnvironmentError when the value, read from `path`, is not a run of this schema. */
export function parseRunRecord(value: unknown, path: string): RunRecord {
  requireRecord(value, path, { schema: RUN_SCHEMA, shape: run, what: 'run' });
  return value as unknown as RunRecord;
}

const options: Shape<RunOptions> = {
  iterations: isCount,
  trials: isCount,
  untilCrash: isFlag,
  jobs: isCount,
  timeoutSeconds: orNull(isNumber),
  stallSeconds: orNull(isNumber),
  seed: isNumber,
  watch: isOneOf('file', 'pipe', 'heartbeat'),
  compiler: orNull(isText),
  interpreter: orNull(isText),
  lock: orNull(isText),
  source: orNull((value) => isObject(value) && Object.values(value).every(isText)),
};

export const recipeShape: Shape<RecipeRecord> = {
  name: isText,
  reference: isText,
  path: isText,
  text: isText,
  sha256: isText,
};

const run: Shape<RunRecord> = {
  schema: isText,
  id: isText,
  createdAt: isText,
  winrepro: isText,
  recipe: hasShape(recipeShape),
  variant: isText,
  platform: isText,
  buildKey: isText,
  expected: isOneOf('crashes', 'clears', 'unknown'),
  options: hasShape(options),
  argv: isTexts,
};
