import { judgingShape, type JudgingOptions } from './judging-options.ts';
import { requireRecord } from './require-record.ts';
import { recipeShape, type RecipeRecord } from './run-record.ts';
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

export const BISECTION_SCHEMA = 'winrepro/bisection/1';

export const axisKinds = [
  'flags',
  'objects',
  'functions',
  'patches',
  'versions',
  'commits',
] as const;
export type AxisKind = (typeof axisKinds)[number];

/** What is searched: elements in their order, or sets of them. */
export type SearchSpace =
  /** Elements from the clean end to the crashing end; which is the first that crashes? */
  | { readonly type: 'ordered' }
  /** All elements on crashes, none clean; which are needed? */
  | {
      readonly type: 'set';
      /** [a, b]: a can be on only when b is on. */
      readonly implications: readonly (readonly [number, number])[];
      /** [part, whole]: what a macro flag stands for, searched when the whole is known to be needed. */
      readonly parts: readonly (readonly [number, number])[];
      /** Independent sets to look for. */
      readonly maxSets: number;
      /** `one`: leave one out after the other. */
      readonly strategy: 'probdd' | 'one';
    }
  /** None applied crashes, all applied clean; which must be applied? */
  | { readonly type: 'clearing' }
  /** None applied crashes; which clear it alone? */
  | { readonly type: 'singles' };

export interface BisectionOptions extends JudgingOptions {
  /** The chance that the answer is wrong. */
  readonly delta: number;
  /** The share of the control's hazard that the negative control is shown to be below. */
  readonly background: number;
  /** Null for no limit. */
  readonly maxBuilds: number | null;
  /** Layouts of each candidate, its own included; null to measure the masked fraction first. */
  readonly layouts: number | null;
  /** What a build costs, in means of the control; null to measure. */
  readonly buildCost: number | null;
  /** What the start of a process costs, in means of the control; null to measure. */
  readonly startupCost: number | null;
}

/** Where the elements come from. */
export interface BisectionAxis {
  /** As the recipe names it. */
  readonly name: string;
  readonly kind: AxisKind;
  readonly why: string;
  /** `fix`: the elements stand in reverse, for the first that is clean is asked for. */
  readonly find: 'crash' | 'fix';
  /** Flags: macro flags in their parts. */
  readonly expand: boolean;
  /** Functions: the file; patches: the patch whose hunks are searched; commits: the range. */
  readonly within: string | null;
}

/** `bisection.json`, written once: with the journal all that `resume` and `report` need. */
export interface BisectionRecord {
  readonly schema: typeof BISECTION_SCHEMA;
  readonly id: string;
  /** ISO 8601, UTC. */
  readonly createdAt: string;
  /** The version of winrepro that began it. */
  readonly winrepro: string;
  readonly recipe: RecipeRecord;
  readonly title: string;
  readonly platform: string;
  /** The variant that crashes, from which everything starts. */
  readonly variant: string;
  readonly axis: BisectionAxis;
  readonly space: SearchSpace;
  /** What each element is called. */
  readonly elements: readonly string[];
  /** Layouts that a candidate can be built in, its own included. */
  readonly layouts: number;
  /** A crash at an earlier iteration is another bug; null without such a limit. */
  readonly earliest: number | null;
  readonly options: BisectionOptions;
  readonly argv: readonly string[];
}

/** Throws EnvironmentError when the value, read from `path`, is not a bisection of this schema. */
export function parseBisectionRecord(value: unknown, path: string): BisectionRecord {
  requireRecord(value, path, { schema: BISECTION_SCHEMA, shape: bisection, what: 'bisection' });
  return value as unknown as BisectionRecord;
}

const options: Shape<BisectionOptions> = {
  ...judgingShape,
  delta: isNumber,
  background: isNumber,
  maxBuilds: orNull(isCount),
  layouts: orNull(isCount),
  buildCost: orNull(isNumber),
  startupCost: orNull(isNumber),
};

const axis: Shape<BisectionAxis> = {
  name: isText,
  kind: isOneOf(...axisKinds),
  why: isText,
  find: isOneOf('crash', 'fix'),
  expand: isFlag,
  within: orNull(isText),
};

const bisection: Shape<BisectionRecord> = {
  schema: isText,
  id: isText,
  createdAt: isText,
  winrepro: isText,
  recipe: hasShape(recipeShape),
  title: isText,
  platform: isText,
  variant: isText,
  axis: hasShape(axis),
  space: isSpace,
  elements: isTexts,
  layouts: isCount,
  earliest: orNull(isCount),
  options: hasShape(options),
  argv: isTexts,
};

function isSpace(value: unknown): boolean {
  if (!isObject(value)) return false;
  if (value['type'] !== 'set') return isOneOf('ordered', 'clearing', 'singles')(value['type']);
  return (
    isPairs(value['implications']) &&
    isPairs(value['parts']) &&
    isCount(value['maxSets']) &&
    isOneOf('probdd', 'one')(value['strategy'])
  );
}

function isPairs(value: unknown): boolean {
  return (
    Array.isArray(value) &&
    value.every((pair) => Array.isArray(pair) && pair.length === 2 && pair.every(isCount))
  );
}
