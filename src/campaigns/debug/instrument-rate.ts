import type { InstrumentRate } from '../../records/debug-result.ts';
import type { TrialRecord } from '../../records/trial-record.ts';
import { compareRates, type RateComparison } from '../../statistics/rate-comparison.ts';
import { sideOf } from './side.ts';

const CONFIDENCE = 0.95;
/** As nights are held to be the same (src/statistics/night-verdict.ts). */
const FACTOR = 2;

interface PlainTrials extends Pick<InstrumentRate, 'from' | 'runs'> {
  readonly trials: readonly TrialRecord[];
}

/**
 * Whether the crash comes as often under the debugger: the ratio of crashes per iteration with its exact
 * interval (`compareRates`). `changed` when the interval leaves 1 out, `same` when it lies within the
 * factor either way, else it cannot be told.
 */
export function instrumentRate(
  instrumented: readonly TrialRecord[],
  { from, runs, trials }: PlainTrials,
): InstrumentRate {
  const [before, after] = [sideOf(trials), sideOf(instrumented)].map(({ crashed, exposure }) => ({
    crashes: crashed,
    exposure,
  }));
  const found =
    before === undefined || after === undefined
      ? null
      : compareRates({ before, after }, CONFIDENCE);
  return {
    kind: kindOf(found),
    from,
    runs,
    plain: sideOf(trials),
    ratio: found === null ? null : { value: found.ratio, lower: found.lower, upper: found.upper },
    confidence: CONFIDENCE,
    factor: FACTOR,
    sameSignature: sameSignature(instrumented, trials),
  };
}

function kindOf(found: RateComparison | null): InstrumentRate['kind'] {
  if (found === null) return 'cannot-tell';
  if (found.lower > 1 || found.upper < 1) return 'changed';
  return found.lower >= 1 / FACTOR && found.upper <= FACTOR ? 'same' : 'cannot-tell';
}

/** Compared are the status and the marks; functions are only seen by the debugger. */
function sameSignature(
  instrumented: readonly TrialRecord[],
  plain: readonly TrialRecord[],
): boolean | null {
  const [under, without] = [instrumented, plain].map(
    (trials) =>
      new Set(trials.filter(({ outcome }) => outcome === 'crashed').map(signatureWithoutStack)),
  );
  if (under === undefined || without === undefined || under.size === 0 || without.size === 0) {
    return null;
  }
  return [...under].every((signature) => without.has(signature));
}

/** The signature as a trial without a debugger has it. */
export function signatureWithoutStack({ signature, stack }: TrialRecord): string {
  const functions = stack === undefined || stack.length === 0 ? '' : ` in ${stack.join(' < ')}`;
  const text = signature ?? '';
  return text.endsWith(functions) ? text.slice(0, text.length - functions.length) : text;
}
