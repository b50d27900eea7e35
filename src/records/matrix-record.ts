import { requireRecord } from './require-record.ts';
import { recipeShape, type RecipeRecord, type RunOptions } from './run-record.ts';
import {
  hasShape,
  isCount,
  isNumber,
  isObject,
  isOneOf,
  isText,
  isTexts,
  orNull,
  type Shape,
} from './shape.ts';

export const MATRIX_SCHEMA = 'winrepro/matrix/1';

/** One row: a variant of the recipe, perhaps in another layout. */
export interface MatrixRow {
  /** As trials name it: `O0`, or `O0~placebo-1` in the layout of that placebo. */
  readonly name: string;
  readonly variant: string;
  /** The placebo whose layout it has; null for its own. */
  readonly layout: string | null;
  readonly role: 'positive-control' | 'negative-control' | 'placebo' | null;
  readonly why: string;
  /** What was said of it when it was tried by hand; null when nothing was. */
  readonly said: string | null;
  readonly expected: 'crashes' | 'clears' | 'unknown';
}

export interface MatrixOptions {
  /** The error that a clearing may have, and the share of the control's hazard that counts. */
  readonly beta: number;
  readonly rho: number;
  /** Crashes of the positive control before the rows begin. */
  readonly controlCrashes: number;
  readonly jobs: number;
  /** Of trials, divided by the jobs; null for none. */
  readonly budgetSeconds: number | null;
  readonly timeoutSeconds: number | null;
  readonly stallSeconds: number | null;
  readonly seed: number;
  /** Turns of the loop; null for each row's own. */
  readonly iterations: number | null;
  /** Null for the recipe's own way. */
  readonly watch: RunOptions['watch'] | null;
  readonly compiler: RunOptions['compiler'];
  readonly interpreter: RunOptions['interpreter'];
  readonly lock: RunOptions['lock'];
  readonly source: RunOptions['source'];
}

/** `matrix.json`, written once: with the journal all that `resume` and `report` need. */
export interface MatrixRecord {
  readonly schema: typeof MATRIX_SCHEMA;
  readonly id: string;
  /** ISO 8601, UTC. */
  readonly createdAt: string;
  /** The version of winrepro that began it. */
  readonly winrepro: string;
  /** `probe`: one row, for `git bisect run`. */
  readonly kind: 'matrix' | 'probe';
  readonly recipe: RecipeRecord;
  readonly title: string;
  readonly platform: string;
  /** The row that must crash. */
  readonly control: MatrixRow;
  readonly rows: readonly MatrixRow[];
  /** A crash at an earlier iteration is another bug; null without such a limit. */
  readonly earliest: number | null;
  readonly options: MatrixOptions;
  readonly argv: readonly string[];
}

/** Throws EnvironmentError when the value, read from `path`, is not a matrix of this schema. */
export function parseMatrixRecord(value: unknown, path: string): MatrixRecord {
  requireRecord(value, path, { schema: MATRIX_SCHEMA, shape: matrix, what: 'matrix' });
  return value as unknown as MatrixRecord;
}

const row: Shape<MatrixRow> = {
  name: isText,
  variant: isText,
  layout: orNull(isText),
  role: orNull(isOneOf('positive-control', 'negative-control', 'placebo')),
  why: isText,
  said: orNull(isText),
  expected: isOneOf('crashes', 'clears', 'unknown'),
};

const options: Shape<MatrixOptions> = {
  beta: isNumber,
  rho: isNumber,
  controlCrashes: isCount,
  jobs: isCount,
  budgetSeconds: orNull(isNumber),
  timeoutSeconds: orNull(isNumber),
  stallSeconds: orNull(isNumber),
  seed: isNumber,
  iterations: orNull(isCount),
  watch: orNull(isOneOf('file', 'pipe', 'heartbeat')),
  compiler: orNull(isText),
  interpreter: orNull(isText),
  lock: orNull(isText),
  source: orNull((value) => isObject(value) && Object.values(value).every(isText)),
};

const matrix: Shape<MatrixRecord> = {
  schema: isText,
  id: isText,
  createdAt: isText,
  winrepro: isText,
  kind: isOneOf('matrix', 'probe'),
  recipe: hasShape(recipeShape),
  title: isText,
  platform: isText,
  control: hasShape(row),
  rows: (value) => Array.isArray(value) && value.every(hasShape(row)),
  earliest: orNull(isCount),
  options: hasShape(options),
  argv: isTexts,
};
