import type { Plan } from '../../pipeline/plan.ts';
import type { Control } from '../../statistics/control.ts';
import { bestProcessCap } from '../../statistics/process-unit.ts';
import { survivalCurve } from '../../statistics/survival-curve.ts';

/** The lengths that processes have, in means of the control: few, for a script each is rendered. */
const LADDER = [0.5, 1, 2, 4];

/** How long each process of a batch runs, and how many run side by side. */
export interface Batch {
  readonly processes: number;
  /** Turns of the loop of each. */
  readonly iterations: number;
}

/**
 * Shares exposure out over fresh processes. A process is never longer than four means of the
 * control (facts search-under-noise 5.1) or the recipe's own loop.
 *
 * @param exposure iterations; null for a whole loop of each process.
 * @param mean of the control, iterations; null as long as it is not known.
 */
export function batchOf(
  exposure: number | null,
  {
    mean,
    loop,
    jobs,
  }: { readonly mean: number | null; readonly loop: number; readonly jobs: number },
): Batch {
  if (exposure === null || mean === null) return { processes: jobs, iterations: loop };
  const wanted = exposure / jobs;
  const steps = LADDER.map((share) => Math.ceil(share * mean));
  const step = steps.find((length) => length >= wanted * (1 - 1e-9)) ?? steps.at(-1) ?? loop;
  const iterations = Math.min(step, loop);
  return { processes: Math.max(1, Math.min(jobs, Math.ceil(exposure / iterations))), iterations };
}

/** Whether the program can be told how many turns to make. */
export function takesIterations({ settings: { reproducer } }: Plan): boolean {
  return (
    reproducer.template !== undefined ||
    [...reproducer.command, ...reproducer.arguments].some((word) => word.includes('{iterations}'))
  );
}

/**
 * Where some processes never crash, a longer life of one tells nothing: then the lifetime at which
 * crashes come fastest per time spent. Null where the check of the control found no such thing.
 *
 * @param startup of a process, iterations.
 */
export function immuneCap({ checks, positive }: Control, startup: number): number | null {
  if (checks.immune.state !== 'failed') return null;
  const cap = bestProcessCap(survivalCurve(positive.lifetimes), startup);
  return cap === null ? null : Math.ceil(cap);
}
