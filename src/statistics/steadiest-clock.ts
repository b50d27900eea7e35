import { observe, type Clock, type TrialOutcome } from './exposure.ts';
import { exponentialFit } from './exponential-fit.ts';

/**
 * What instrumentation disturbs least comes first among equals, after the usual clock. Seconds are
 * none: a variant that runs slower, or beside another, would be measured by another yardstick.
 */
const CLOCKS = ['iterations', 'minorCollections'] as const;

/** Below this the usual clock's crash times are plainly not exponential. */
const ALARM = 0.05;

/**
 * The clock to count exposure on (facts search-under-noise 5.0: the one on which the control's
 * crash times are nearest to exponential). Iterations, unless their crash times depart from an
 * exponential and those of another clock do so less: a handful of crashes is no reason to change.
 */
export function steadiestClock(control: readonly TrialOutcome[], signature: string): Clock {
  const fits = CLOCKS.filter((clock) =>
    control.every(({ exposure }) => exposure[clock] !== null),
  ).map((clock) => ({
    clock,
    pValue: exponentialFit(observe(control, signature, clock).lifetimes)?.pValue ?? 1,
  }));
  const usual = fits.find(({ clock }) => clock === 'iterations');
  if (usual === undefined || usual.pValue >= ALARM) return 'iterations';
  return fits.reduce((best, fit) => (fit.pValue > best.pValue ? fit : best)).clock;
}
