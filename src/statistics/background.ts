import { checkRate, type Rate } from './hazard.ts';

/** Wald's sequential ratio between "crashes like the control" and "crashes like the background". */
export interface SequentialTest {
  /** ln of the likelihood ratio; above `upper` it crashes, below `lower` it does not. */
  readonly logRatio: number;
  readonly upper: number;
  readonly lower: number;
  readonly favours: 'crashes' | 'cleared' | 'neither';
}

/**
 * The evidence when the negative control has the crash too, at a background hazard: ln(l1 / lbg)
 * for each crash less (l1 - lbg) for each unit of exposure, between ln(beta / (1 - alpha)) and
 * ln((1 - beta) / alpha) (facts search-under-noise 5.1; Wald, "Sequential analysis", 1947). `l1` is
 * `rho` times the control's hazard. Null when the background is no lower than that: then nothing
 * tells them apart. Throws RangeError for rates that cannot be.
 */
export function sequentialTest(
  rates: Record<'control' | 'background' | 'variant', Rate>,
  { alpha, beta, rho }: Record<'alpha' | 'beta' | 'rho', number>,
): SequentialTest | null {
  Object.values(rates).forEach(checkRate);
  const { control, background, variant } = rates;
  const crashing = (rho * control.crashes) / control.exposure;
  const quiet = background.crashes / background.exposure;
  if (!(quiet > 0 && crashing > quiet)) return null;
  const logRatio =
    variant.crashes * Math.log(crashing / quiet) - (crashing - quiet) * variant.exposure;
  const upper = Math.log((1 - beta) / alpha);
  const lower = Math.log(beta / (1 - alpha));
  const decided = logRatio <= lower ? 'cleared' : 'neither';
  return { logRatio, upper, lower, favours: logRatio >= upper ? 'crashes' : decided };
}
