import { codesOfRole, OUTSIDE, type EventSequence } from './event-sequence.ts';

/** The failures of one trial among its calls. */
export interface TrialRanks {
  /** Calls of the trial. */
  readonly calls: number;
  /** Which of them failed, by their number from 0, in order. */
  readonly failures: Uint32Array;
}

/** The trials of a sequence; those without a call are left out. */
export function failureRanks(sequence: EventSequence): readonly TrialRanks[] {
  const isCall = codesOfRole(sequence, 'fine', 'failure');
  const isFailure = codesOfRole(sequence, 'failure');
  const trials: TrialRanks[] = [];
  let [calls, failures] = [0, [] as number[]];
  const take = (): void => {
    if (calls > 0) trials.push({ calls, failures: Uint32Array.from(failures) });
    [calls, failures] = [0, []];
  };
  for (const code of sequence.codes) {
    if (code === OUTSIDE) take();
    if (isCall[code] !== 1) continue;
    if (isFailure[code] === 1) failures.push(calls);
    calls += 1;
  }
  take();
  return trials;
}
