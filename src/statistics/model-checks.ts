import type { Lifetime } from './exposure.ts';
import { exponentialFit, type ExponentialFit } from './exponential-fit.ts';
import { immuneProcesses, type ImmuneProcesses } from './immune-processes.ts';
import { weibullShape, type WeibullShape } from './weibull.ts';

/**
 * What was assumed of the control, and whether its crashes agree: always reported, never silent
 * (facts search-under-noise 5.1, "Model checks").
 */
export interface ModelCheck<Figures> {
  /** `unknown`: not enough crashes to say, or nothing to hold them against. */
  readonly state: 'passed' | 'failed' | 'unknown';
  readonly figures: Figures | null;
}

export interface EarliestCrash {
  readonly iteration: number;
  /** Iterations after which the JIT compiles a loop; a crash before that is another crash. */
  readonly jitThreshold: number;
}

export interface ModelChecks {
  /** (a) The Kaplan–Meier curve against the fitted exponential. */
  readonly exponential: ModelCheck<ExponentialFit>;
  /** (b) The Weibull shape; fails when its interval leaves 1 out. */
  readonly weibull: ModelCheck<WeibullShape>;
  /** (c) Processes that never crash. */
  readonly immune: ModelCheck<ImmuneProcesses>;
  /** (d) The earliest crash against the JIT threshold. */
  readonly earliest: ModelCheck<EarliestCrash>;
}

/** Each check's chance of a false alarm; an alarm only makes the verdict more careful. */
const ALARM = 0.05;

/** Runs the checks on the control's lifetimes, each on its own. */
export function checkModel(
  lifetimes: readonly Lifetime[],
  earliest: EarliestCrash | null,
): ModelChecks {
  return {
    exponential: judge(exponentialFit(lifetimes), ({ pValue }) => pValue >= ALARM),
    weibull: judge(
      weibullShape(lifetimes, 1 - ALARM),
      ({ lower, upper }) => lower <= 1 && upper >= 1,
    ),
    immune: judge(immuneProcesses(lifetimes), ({ pValue }) => pValue >= ALARM),
    earliest: checkEarliest(earliest),
  };
}

/** Whether the earliest crash came only after the JIT could have compiled the loop. */
export function checkEarliest(earliest: EarliestCrash | null): ModelCheck<EarliestCrash> {
  return judge(earliest, ({ iteration, jitThreshold }) => iteration >= jitThreshold);
}

function judge<Figures>(
  figures: Figures | null,
  agrees: (figures: Figures) => boolean,
): ModelCheck<Figures> {
  if (figures === null) return { state: 'unknown', figures };
  return { state: agrees(figures) ? 'passed' : 'failed', figures };
}
