import type { BisectionRecord } from '../../records/bisection-record.ts';
import type { BatchBegan } from '../../records/journal-entry.ts';
import { nowIso } from '../../system/clock.ts';
import type { NextStep } from './next-step.ts';
import type { Standing } from './standing.ts';
import { batchOf, immuneCap } from './trial-length.ts';

/**
 * The batch that a step asks for: how its exposure is shared out over processes.
 *
 * @param loop turns of the recipe's own loop, which no process outlasts.
 */
export function beginBatch(
  { row, exposure }: Extract<NextStep, { kind: 'trials' }>,
  loop: number,
  { began, nextId, assessment }: Standing,
  { options }: BisectionRecord,
): BatchBegan {
  const mean = began === null ? null : began.exposure / began.crashes;
  const cap =
    mean === null || assessment.control === null
      ? null
      : immuneCap(assessment.control, (began?.startup ?? 0) * mean);
  const batch = batchOf(exposure, {
    mean,
    loop: Math.min(loop, cap ?? Infinity),
    jobs: options.jobs,
  });
  return { type: 'batch-began', at: nowIso(), row, first: nextId, ...batch };
}
