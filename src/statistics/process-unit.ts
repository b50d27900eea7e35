import type { Lifetime } from './exposure.ts';
import { betaMean } from './expectation.ts';
import type { CurveStep } from './survival-curve.ts';
import { restrictedMean } from './survival-curve.ts';

/**
 * Where some processes never crash, more time in one process says nothing: the process is the unit
 * (facts search-under-noise 5.1).
 */
export interface ProcessUnit {
  /** How long a clean process must have lived to count: up to the control's latest crash. */
  readonly length: number;
  /** Processes of the control that crashed by then, and all of them. */
  readonly crashed: number;
  readonly processes: number;
}

/**
 * The control's processes as units; those whose end says nothing count as clean, which makes the
 * control milder and the bound wider. Null without a crash.
 */
export function processUnit(control: readonly Lifetime[], unknown: number): ProcessUnit | null {
  const crashes = control.filter(({ crashed }) => crashed);
  if (crashes.length === 0) return null;
  return {
    length: crashes.reduce((latest, { time }) => Math.max(latest, time), 0),
    crashed: crashes.length,
    // Those given up earlier count as clean, for the same reason.
    processes: control.length + unknown,
  };
}

/**
 * The chance that so many full-length processes stay clean when a process crashes with at least
 * `rho` times the control's probability: the beta-binomial law with the beta distribution B(k,
 * n - k + 1) of Clopper and Pearson's lower limit, the counterpart of the pivot behind `T_clear`
 * (facts search-under-noise 5.1: "unit = process: beta-binomial on processes").
 */
export function processMissProbability(unit: ProcessUnit, clean: number, rho: number): number {
  return betaMean(unit.crashed, unit.processes - unit.crashed + 1, ({ x, y }) =>
    // 1 - x would lose the digits of a y near 0.
    rho === 1 ? y ** clean : (1 - rho * x) ** clean,
  );
}

/**
 * The lifetime at which to give a process up, so that crashes come fastest per time spent: the n
 * with the largest F(n) / (startup + E[min(T, n)]) (facts search-under-noise 5.1). The startup is
 * in the units of the clock. Null without a crash.
 */
export function bestProcessCap(curve: readonly CurveStep[], startup: number): number | null {
  let best: { time: number; gain: number } | null = null;
  for (const { time, survival } of curve) {
    const gain = (1 - survival) / (startup + restrictedMean(curve, time));
    if (best === null || gain > best.gain) best = { time, gain };
  }
  return best?.time ?? null;
}
