import { isCount, isNumber, orNull, type Shape } from './shape.ts';
import { trialOptionsShape, type CampaignTrialOptions } from './trial-options.ts';

/** What every campaign that judges against a control was asked for. */
export interface JudgingOptions extends CampaignTrialOptions {
  /** A row with this share of the control's hazard still counts as crashing. */
  readonly rho: number;
  /** Crashes of the positive control before the rest begins. */
  readonly controlCrashes: number;
  /** Of trials, divided by the jobs; null for none. */
  readonly budgetSeconds: number | null;
}

export const judgingShape: Shape<JudgingOptions> = {
  ...trialOptionsShape,
  rho: isNumber,
  controlCrashes: isCount,
  budgetSeconds: orNull(isNumber),
};
