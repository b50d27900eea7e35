import type pc from 'picocolors';
import type { TrialRecord } from '../records/trial-record.ts';
import { count, duration, grouped } from './number-text.ts';
import { oneLine } from './printable.ts';

/** A trial that ended, among those of other rows: its number, whose it was, and how it ended. */
export function trialLine(
  trial: TrialRecord,
  label: string,
  colors: ReturnType<typeof pc.createColors>,
): string {
  const { id, outcome, iteration, exposure, seconds } = trial;
  const where =
    outcome === 'crashed'
      ? `at iteration ${iteration === null ? 'unknown' : grouped(iteration)}`
      : outcome === 'clean'
        ? count(exposure.iterations, 'iteration')
        : oneLine(trial.reason);
  const paint =
    outcome === 'crashed' ? colors.red : outcome === 'clean' ? colors.green : colors.yellow;
  return `  trial ${String(id).padStart(4)}  ${label}: ${paint(outcome)} ${where} ${colors.dim(`(${duration(seconds)})`)}`;
}
