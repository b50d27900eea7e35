import type { Rate } from '../../statistics/hazard.ts';
import type { Sample } from './evidence.ts';

/** What a further process of one program would do, by hypothesis that makes the program crash. */
export interface Outlook {
  /** The chance that it stays clean. */
  readonly clean: Float64Array;
  /** Its expected exposure. */
  readonly duration: Float64Array;
}

/**
 * How evidence bears on the hypotheses "j is the first crashing index", j = 0 to size - 1, and on
 * "none crashes", the entry after them. All crashing indexes share one hazard, that is `rho` times
 * the control's; the control's own is known from its crashes only: gamma-distributed (facts
 * search-under-noise 5.2).
 */
export interface HazardModel {
  /**
   * Logarithms up to a common constant. Of a hypothesis that a crash rules out, the value means
   * nothing.
   */
  readonly logLikelihood: Float64Array;
  /**
   * For a program that stayed clean for the exposure `past` and is run for a further one, on the
   * control's clock. Only hypotheses with a chance that matters are filled in.
   */
  outlook(past: number, exposure: number, posterior: Float64Array): Outlook;
}

/** Smaller chances change no sum over the hypotheses. */
export const LEAST_CHANCE = 1e-12;

export interface HazardData {
  readonly size: number;
  readonly samples: readonly Sample[];
  readonly control: Rate;
  readonly rho: number;
}
