import type { RunOptions } from './run-record.ts';
import { isCount, isNumber, isObject, isOneOf, isText, orNull, type Shape } from './shape.ts';

/** What every campaign that judges against a control was asked for. */
export interface JudgingOptions {
  /** A row with this share of the control's hazard still counts as crashing. */
  readonly rho: number;
  /** Crashes of the positive control before the rest begins. */
  readonly controlCrashes: number;
  readonly jobs: number;
  /** Of trials, divided by the jobs; null for none. */
  readonly budgetSeconds: number | null;
  readonly timeoutSeconds: number | null;
  readonly stallSeconds: number | null;
  readonly seed: number;
  /** Turns of the loop at most; null for each row's own. */
  readonly iterations: number | null;
  /** Null for the recipe's own way. */
  readonly watch: RunOptions['watch'] | null;
  readonly compiler: RunOptions['compiler'];
  readonly interpreter: RunOptions['interpreter'];
  readonly lock: RunOptions['lock'];
  readonly source: RunOptions['source'];
}

export const judgingShape: Shape<JudgingOptions> = {
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
