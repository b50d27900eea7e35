import type { Control } from './control.ts';
import type { Lifetime, Observations } from './exposure.ts';
import { processMissProbability, processUnit, type ProcessUnit } from './process-unit.ts';
import { survivalCurve, survivalUpperLimit } from './survival-curve.ts';
import { clearExposure, missProbability, type Requirement } from './t-clear.ts';

/**
 * What a bound rests on: the exact formula of a constant hazard, or what takes its place when a
 * model check fails (facts search-under-noise 5.1): the upper limit of the control's survival curve,
 * or whole processes.
 */
export type Basis = 'formula' | 'survival-curve' | 'processes';

export interface BasisBound {
  readonly basis: Basis;
  readonly bound: number;
}

export interface ClearBound extends BasisBound {
  /** Every bound that had to hold; the largest is the one that counts. */
  readonly considered: readonly BasisBound[];
  /** What is still to be seen clean before the bound is at most beta. */
  readonly remaining: Remaining;
}

export interface Remaining {
  /** On the clock; Infinity without a crash in the control. */
  readonly exposure: number;
  /** Clean processes of at least this length; null when the formula alone counts. */
  readonly processes: { readonly count: number; readonly length: number } | null;
}

/** More processes than anyone will run. */
const MOST_PROCESSES = 1_000_000;

/**
 * The largest chance that a variant with at least `rho` times the control's hazard shows what was
 * observed: by the formula, and when a model check of the control failed by its conservative
 * alternative as well, whichever is larger. Once the crash was seen, an alternative sets no bound.
 */
export function clearBound(
  control: Control,
  observed: Observations,
  requirement: Requirement,
): ClearBound {
  const { rho } = requirement;
  const formula = {
    basis: 'formula' as const,
    bound: missProbability(control.rate, observed, rho),
  };
  const unit = processUnit(control.positive.lifetimes, control.positive.unknown);
  const others = unit === null ? [] : alternatives(control, unit, observed, requirement);
  const considered = [formula, ...others.map(({ basis, bound }) => ({ basis, bound }))];
  const largest = considered.reduce((worst, one) => (one.bound > worst.bound ? one : worst));
  const count = Math.max(0, ...others.map(({ more }) => more));
  return {
    ...largest,
    considered,
    remaining: {
      exposure: Math.max(0, clearExposure(control.rate, requirement) - observed.exposure),
      processes: unit === null || others.length === 0 ? null : { count, length: unit.length },
    },
  };
}

/** An alternative's bound, and the full-length clean processes that it still asks for. */
interface Alternative extends BasisBound {
  readonly more: number;
}

function alternatives(
  control: Control,
  unit: ProcessUnit,
  observed: Observations,
  requirement: Requirement,
): readonly Alternative[] {
  const seen = observed.crashes > 0;
  return alternativeBases(control).map((basis) => {
    const found =
      basis === 'processes'
        ? byProcesses(unit, observed.lifetimes, requirement)
        : bySurvivalCurve(control, unit, observed.lifetimes, requirement);
    return seen ? { ...found, bound: 1 } : found;
  });
}

/** Which alternatives the failed checks call for. */
export function alternativeBases({ checks }: Control): readonly ('survival-curve' | 'processes')[] {
  const { exponential, weibull, immune } = checks;
  const falling = weibull.state === 'failed' && (weibull.figures?.upper ?? Infinity) < 1;
  const growing = weibull.state === 'failed' && !falling;
  const bases: ('survival-curve' | 'processes')[] = [];
  if (exponential.state === 'failed' || growing) bases.push('survival-curve');
  if (immune.state === 'failed' || falling) bases.push('processes');
  return bases;
}

/**
 * "S(n) = the Kaplan–Meier upper limit in place of the formula": each process that was clean up to
 * n has the chance S(n)^rho, since rho times a hazard is the power rho of a survival.
 */
function bySurvivalCurve(
  control: Control,
  { length }: ProcessUnit,
  lifetimes: readonly Lifetime[],
  { beta, rho }: Requirement,
): Alternative {
  const curve = survivalCurve(control.positive.lifetimes);
  const logChance = (time: number): number =>
    rho * Math.log(survivalUpperLimit(curve, time, control.confidence));
  const logBound = lifetimes.reduce((sum, { time }) => sum + logChance(time), 0);
  const more = Math.ceil(Math.max(0, logBound - Math.log(beta)) / -logChance(length));
  return { basis: 'survival-curve', bound: Math.exp(logBound), more };
}

function byProcesses(
  unit: ProcessUnit,
  lifetimes: readonly Lifetime[],
  { beta, rho }: Requirement,
): Alternative {
  const clean = lifetimes.filter(({ time, crashed }) => !crashed && time >= unit.length).length;
  const missed = (count: number): number => processMissProbability(unit, count, rho);
  let [few, enough] = [clean - 1, Math.max(clean, 1)];
  while (missed(enough) > beta && enough < MOST_PROCESSES) [few, enough] = [enough, enough * 2];
  while (enough - few > 1) {
    const middle = Math.floor((few + enough) / 2);
    if (missed(middle) > beta) few = middle;
    else enough = middle;
  }
  return { basis: 'processes', bound: missed(clean), more: enough - clean };
}
