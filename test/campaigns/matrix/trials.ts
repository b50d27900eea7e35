import type { MatrixRules } from '../../../src/campaigns/matrix/assessment.ts';
import type { TrialRecord } from '../../../src/records/trial-record.ts';
import { crashRecord, trialRecord } from '../../records/samples.ts';

/** The signature of the crash in question, as the control prints it. */
export const CRASH = 'SIGSEGV after 14, trace 34 ptr 45 NULL';

/** A crash that has nothing to do with it. */
export const FOREIGN = 'SIGABRT after 3';

/** One trial as it would be journaled, but for its number. */
export type Unnumbered = (id: number) => TrialRecord;

export function crash(variant: string, iterations: number, signature = CRASH): Unnumbered {
  return (id) => crashRecord(id, { variant, signature, ...lived(iterations) });
}

export function clean(variant: string, iterations: number): Unnumbered {
  return (id) => trialRecord(id, { variant, ...lived(iterations) });
}

export function ended(
  variant: string,
  outcome: 'hung' | 'failed' | 'interrupted',
  iterations: number,
): Unnumbered {
  return (id) => trialRecord(id, { variant, outcome, ...lived(iterations) });
}

export function repeat(count: number, trial: Unnumbered): readonly Unnumbered[] {
  return new Array<Unnumbered>(count).fill(trial);
}

/** Numbered from 1 in the order of the journal, each started a second after the last has ended. */
export function journaled(...trials: readonly Unnumbered[]): readonly TrialRecord[] {
  let time = Date.UTC(2026, 10, 23);
  return trials.map((make, index) => {
    const trial = { ...make(index + 1), startedAt: new Date(time).toISOString() };
    time += trial.seconds * 1000 + 1000;
    return trial;
  });
}

function lived(iterations: number): Pick<TrialRecord, 'iteration' | 'exposure' | 'seconds'> {
  const seconds = iterations / 1000;
  return {
    iteration: Math.max(0, iterations - 1),
    exposure: { iterations, seconds, minorCollections: null },
    seconds,
  };
}

export function rulesFor(rows: readonly string[], changes: Partial<MatrixRules> = {}): MatrixRules {
  return {
    control: 'control',
    negative: null,
    rows,
    beta: 0.05,
    rho: 0.5,
    controlCrashes: 5,
    jitThreshold: null,
    ...changes,
  };
}

/** The control of most tests: five crashes in 50,000 iterations, evenly spread. */
export const CONTROL: readonly Unnumbered[] = [4000, 7000, 10_000, 12_000, 17_000].map((at) =>
  crash('control', at),
);
