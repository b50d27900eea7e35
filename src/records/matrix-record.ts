import { judgingShape, type JudgingOptions } from './judging-options.ts';
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

export interface MatrixOptions extends JudgingOptions {
  /** The error that a clearing may have. */
  readonly beta: number;
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

const options: Shape<MatrixOptions> = { beta: isNumber, ...judgingShape };

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
