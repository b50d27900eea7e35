import { fQuantile } from './distributions.ts';
import { checkRate, type Ending, type Interval, type Rate } from './hazard.ts';

export interface RateRatio extends Interval {
  /** The hazard of the variant over that of the control. */
  readonly ratio: number;
}

/**
 * The ratio of two hazards with its F-interval: (c / E) / (c0 / E0) times the quantiles of
 * F(2 c, 2 c0), exact when both were watched up to a crash (facts search-under-noise 5.1; Cox,
 * Biometrika 40, 1953). When the variant's watching ended with its time, the upper limit takes
 * 2 c + 2, which errs on the wide side. Throws RangeError without a crash in the control.
 */
export function rateRatio(
  { variant, control }: Record<'variant' | 'control', Rate>,
  confidence: number,
  ending: Ending,
): RateRatio {
  checkRate(variant);
  checkRate(control);
  const later = variant.crashes + (ending === 'crash' ? 0 : 1);
  if (control.crashes === 0 || later === 0 || variant.exposure === 0 || control.exposure === 0) {
    throw new RangeError('a ratio of hazards needs exposure in both and a crash in the control');
  }
  const [tail, freedom] = [(1 - confidence) / 2, 2 * control.crashes];
  const unit = control.exposure / control.crashes / variant.exposure;
  return {
    ratio: variant.crashes * unit,
    lower:
      variant.crashes === 0
        ? 0
        : variant.crashes * unit * fQuantile(tail, 2 * variant.crashes, freedom),
    upper: later * unit * fQuantile(1 - tail, 2 * later, freedom),
  };
}
