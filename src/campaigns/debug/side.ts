import type { DebugSide } from '../../records/debug-result.ts';
import type { TrialRecord } from '../../records/trial-record.ts';

/** Counts the trials of one side. A hung or failed one may be the crash in another coat: no evidence. */
export function sideOf(trials: readonly TrialRecord[]): DebugSide {
  const crashed = trials.filter(({ outcome }) => outcome === 'crashed');
  const clean = trials.filter(({ outcome }) => outcome === 'clean');
  return {
    trials: trials.length,
    crashed: crashed.length,
    clean: clean.length,
    others: trials.length - crashed.length - clean.length,
    exposure: sum([...crashed, ...clean].map(({ exposure }) => exposure.iterations)),
    seconds: sum(trials.map(({ seconds }) => seconds)),
  };
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
