import type { RunOptions } from './run-record.ts';
import { isCount, isNumber, isObject, isOneOf, isText, orNull, type Shape } from './shape.ts';

/** How the trials of a campaign of several variants were asked to be laid out and run. */
export interface CampaignTrialOptions {
  /** Trials at a time. */
  readonly jobs: number;
  /** Wall-clock limit of a trial; null for none. */
  readonly timeoutSeconds: number | null;
  /** Limit of a trial without any progress; null for none. */
  readonly stallSeconds: number | null;
  /** Of the first trial; the next ones count on. */
  readonly seed: number;
  /** Turns of the loop at most; null for each variant's own. */
  readonly iterations: number | null;
  /** Null for the recipe's own way. */
  readonly watch: RunOptions['watch'] | null;
  readonly compiler: RunOptions['compiler'];
  readonly interpreter: RunOptions['interpreter'];
  readonly lock: RunOptions['lock'];
  readonly source: RunOptions['source'];
}

export const trialOptionsShape: Shape<CampaignTrialOptions> = {
  jobs: isCount,
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
