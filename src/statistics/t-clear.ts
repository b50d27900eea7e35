import { negativeBinomialCdf } from './distributions.ts';
import { checkRate, type Rate } from './hazard.ts';

/** The error that a clearing may have. */
export interface Requirement {
  /** The largest chance of clearing a variant that crashes `rho` times as often as the control. */
  readonly beta: number;
  /** The share of the control's hazard from which on a variant counts as crashing. */
  readonly rho: number;
}

/**
 * The clean exposure after which a variant is cleared: (E0 / rho) (beta^(-1 / c0) - 1). Exact for
 * exponential times when the control was watched up to its c0-th crash; it has the control's own
 * uncertainty in it, which the plug-in rule (1 - p)^T leaves out (facts search-under-noise 5.1).
 * Infinity while the control has no crash or no exposure. Throws RangeError for numbers that cannot be.
 */
export function clearExposure(control: Rate, requirement: Requirement): number {
  check(control, requirement);
  const { beta, rho } = requirement;
  // expm1 keeps the digits that x - 1 would lose for a beta near 1.
  return isUnknown(control)
    ? Infinity
    : (control.exposure / rho) * Math.expm1(-Math.log(beta) / control.crashes);
}

/**
 * The largest chance that a variant with at least `rho` times the control's hazard shows no more
 * than `crashes` crashes in this exposure. Without a crash this is (E0 / (E0 + rho E))^c0 (facts
 * search-under-noise 5.1); with some it is the negative binomial law that the same pivot gives. 1
 * while the control has no crash or no exposure. Throws RangeError for numbers that cannot be.
 */
export function missProbability(control: Rate, variant: Rate, rho: number): number {
  check(control, { beta: 0.5, rho });
  checkRate(variant);
  if (isUnknown(control)) return 1;
  const share = control.exposure / (control.exposure + rho * variant.exposure);
  return negativeBinomialCdf(variant.crashes, control.crashes, share);
}

/** Nothing can be measured against a control that has shown nothing. */
function isUnknown({ crashes, exposure }: Rate): boolean {
  return crashes === 0 || exposure === 0;
}

function check(control: Rate, { beta, rho }: Requirement): void {
  checkRate(control);
  if (!(beta > 0 && beta < 1)) {
    throw new RangeError(`beta must lie between 0 and 1, not be ${beta}`);
  }
  if (!(rho > 0 && rho <= 1)) {
    throw new RangeError(`rho must lie above 0 and be at most 1, not ${rho}`);
  }
}
