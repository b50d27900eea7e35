import { gammaMean } from './expectation.ts';
import { checkRate, type Interval, type Rate } from './hazard.ts';
import { clopperPearson } from './proportion.ts';

/** How often mere layout hides the crash, from placebos (layout salts) of the crashing variant. */
export interface MaskedFraction {
  /** Placebos with a verdict, and those of them that were cleared though nothing was changed. */
  readonly placebos: number;
  readonly masked: number;
  /** (k + 1/2) / (n + 1), never 0: six placebos cannot show that layout hides nothing. */
  readonly estimate: number;
  readonly interval: Interval;
  /** Whether a search has to run each variant on several layouts. */
  readonly saltSearch: boolean;
}

/** Above it a search is salted; the error that layout may add to a causal claim (5.4). */
const SALT_ABOVE = 0.05;
const CAUSAL_ERROR = 0.05;
/** Above it a causal claim is refused unless the budget was given for one (5.4). */
const REFUSE_ABOVE = 0.3;

/**
 * The masked fraction with Clopper and Pearson's interval (facts search-under-noise 5.4: six salts,
 * (k + .5) / 7). Throws RangeError for counts that cannot be.
 */
export function maskedFraction(
  { placebos, masked }: Pick<MaskedFraction, 'placebos' | 'masked'>,
  confidence: number,
): MaskedFraction {
  const interval = clopperPearsonOrAll(masked, placebos, confidence);
  const estimate = (masked + 0.5) / (placebos + 1);
  return { placebos, masked, estimate, interval, saltSearch: estimate > SALT_ABOVE };
}

function clopperPearsonOrAll(masked: number, placebos: number, confidence: number): Interval {
  return placebos === 0 ? { lower: 0, upper: 1 } : clopperPearson(masked, placebos, confidence);
}

/**
 * The chance that a variant which crashes like the control stays clean on all its layouts, each for
 * its own exposure: the product of m + (1 - m) S(T) over the layouts (facts search-under-noise 5.4).
 * The control's hazard is unknown but the same in every factor, so the mean over it is taken of the
 * product: multiplying the means would overstate what many short runs show. Throws RangeError for
 * rates or shares that cannot be, and without a crash in the control.
 */
export function saltedMissProbability(
  control: Rate,
  exposures: readonly number[],
  { rho, masked }: Record<'rho' | 'masked', number>,
): number {
  checkRate(control);
  if (control.crashes === 0 || control.exposure === 0) {
    throw new RangeError('the control has not crashed yet: nothing can be measured against it');
  }
  if (!(rho > 0 && rho <= 1) || !(masked >= 0 && masked <= 1)) {
    throw new RangeError(`rho ${rho} and the masked fraction ${masked} must lie from 0 to 1`);
  }
  return gammaMean(control.crashes, control.exposure, (hazard) =>
    exposures.reduce(
      (product, time) => product * (masked + (1 - masked) * Math.exp(-rho * hazard * time)),
      1,
    ),
  );
}

export interface Claim {
  readonly claim: 'causal' | 'clears';
  /** Layouts that a causal claim needs the row to be cleared on. */
  readonly saltsNeeded: number;
  /** Why it merely clears; null when it is causal. */
  readonly because: 'placebos-quiet' | 'masking-too-common' | 'too-few-layouts' | null;
}

/**
 * What may be said of a row that was cleared on so many layouts and crashed on none: it is *causal*
 * only when that many hidden crashes in a row have a chance of at most .05 (m^s) while placebos
 * crash; else it merely *clears* (facts search-under-noise 5.4). Above a masked fraction of .3 a
 * claim is refused, unless the budget was given for it.
 */
export function claimOf(
  masked: MaskedFraction,
  clearedLayouts: number,
  { budgeted }: { readonly budgeted: boolean },
): Claim {
  const saltsNeeded = Math.ceil(Math.log(CAUSAL_ERROR) / Math.log(masked.estimate));
  const merely = (because: Claim['because']): Claim => ({ claim: 'clears', saltsNeeded, because });
  if (masked.masked === masked.placebos) return merely('placebos-quiet');
  if (masked.estimate > REFUSE_ABOVE && !budgeted) return merely('masking-too-common');
  if (clearedLayouts < saltsNeeded) return merely('too-few-layouts');
  return { claim: 'causal', saltsNeeded, because: null };
}
