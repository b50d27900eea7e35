import type { OutcomeKind } from '../records/trial-record.ts';
import { quote } from './quote.ts';
import { looksBlockBuffered } from './signature.ts';
import type { TrialEnd } from './trial-end.ts';

/** What makes one hesitate to take a trial at its word, a sentence each. */
export function trialDoubts(end: TrialEnd, outcome: OutcomeKind): readonly string[] {
  return [
    lostMarks(end, outcome),
    tooEarly(end, outcome),
    nullThatLivedOn(end, outcome),
    fewerTurns(end, outcome),
    leftoverProcesses(end),
    crashWhileStopped(end),
  ].filter((doubt) => doubt !== null);
}

function lostMarks({ state }: TrialEnd, outcome: OutcomeKind): string | null {
  if (outcome !== 'crashed' || !looksBlockBuffered(state)) return null;
  return 'the output looks block-buffered: it ends as a buffer does, not as a print does, so the iteration is a lower bound; flush every line (python -u, fflush)';
}

function tooEarly({ state, protocol }: TrialEnd, outcome: OutcomeKind): string | null {
  const { earliest } = protocol;
  if (outcome !== 'crashed' || earliest === undefined) return null;
  // A loop that died before its first mark has done no turn at all.
  const iteration = state.iteration ?? 0;
  if (iteration >= earliest) return null;
  return `it crashed at iteration ${iteration}, before ${earliest}, where the crash that this recipe is about can begin: this is another bug`;
}

function nullThatLivedOn({ state }: TrialEnd, outcome: OutcomeKind): string | null {
  const { trace } = state;
  if (trace?.firstNull == null) return null;
  const { iteration, text } = trace.firstNull;
  const diedOfIt = outcome === 'crashed' && trace.nullCount === 1 && iteration === state.iteration;
  if (diedOfIt) return null;
  const lines = trace.nullCount === 1 ? '1 trace line had' : `${trace.nullCount} trace lines had`;
  const where = iteration === null ? 'before any iteration mark' : `in iteration ${iteration}`;
  return `${lines} a NULL pointer, first ${where} (${quote(text)}), and the process lived on: the value was lost there already`;
}

function fewerTurns(end: TrialEnd, outcome: OutcomeKind): string | null {
  const { state, iterations } = end;
  if (outcome !== 'clean' || state.iteration === null || state.iterationsBegun >= iterations) {
    return null;
  }
  return `the success line came after ${state.iterationsBegun} of ${iterations} iterations: the exposure is smaller than asked for`;
}

function leftoverProcesses({ leftovers }: TrialEnd): string | null {
  if (leftovers === 0) return null;
  return leftovers === 1
    ? '1 process of the trial outlived it and was ended'
    : `${leftovers} processes of the trial outlived it and were ended`;
}

function crashWhileStopped({ status, stopped }: TrialEnd): string | null {
  if (stopped === null || status.kind !== 'crash') return null;
  return `${status.label} (${status.name}) came while winrepro was stopping it and is not counted as a crash`;
}
