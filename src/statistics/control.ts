import {
  observe,
  type Clock,
  type Lifetime,
  type Observations,
  type TrialOutcome,
} from './exposure.ts';
import { estimateHazard, type Ending, type HazardEstimate, type Rate } from './hazard.ts';
import { checkModel, type EarliestCrash, type ModelChecks } from './model-checks.ts';

/** What a verdict needs to know beside the trials. */
export interface ControlTrials {
  /** Trials of the variant that must crash, in their order. */
  readonly positive: readonly TrialOutcome[];
  /** Trials of the variant that must stay clean; none when there is no such variant. */
  readonly negative: readonly TrialOutcome[];
  /** The crash in question: as a rule the positive control's `dominantSignature`. */
  readonly signature: string;
  readonly clock: Clock;
  /** Turns after which the interpreter's JIT compiles a loop; null when there is no JIT. */
  readonly jitThreshold: number | null;
  readonly confidence: number;
}

/** The yardstick of all verdicts, computed once from both controls. */
export interface Control {
  readonly signature: string;
  readonly clock: Clock;
  readonly jitThreshold: number | null;
  readonly confidence: number;
  readonly positive: Observations;
  /**
   * Matching crashes and all exposure, that of hung and failed trials too: a larger exposure makes
   * the control milder and a clearing harder, so doubt is on the safe side.
   */
  readonly rate: Rate;
  /** Null without a crash or without exposure. */
  readonly estimate: HazardEstimate | null;
  readonly negative: Observations;
  /** The crash came in the negative control too, so no variant can be told from it: no verdicts. */
  readonly isVoid: boolean;
  /** Why one crash is not enough to say `crashes`; then two are needed. Empty: one is. */
  readonly doubts: readonly ControlDoubt[];
  readonly checks: ModelChecks;
}

/** Several signatures in the control, a crash in the negative control, or one before the JIT. */
export type ControlDoubt = 'several-signatures' | 'negative-crashed' | 'before-jit';

/** Computes the yardstick. Throws RangeError when a trial does not have the clock. */
export function assessControl(trials: ControlTrials): Control {
  const { signature, clock, jitThreshold, confidence } = trials;
  const positive = observe(trials.positive, signature, clock);
  const negative = observe(trials.negative, signature, clock);
  const rate = {
    crashes: positive.crashes,
    exposure: positive.exposure + positive.unknownExposure,
  };
  const checks = checkModel(
    positive.lifetimes,
    earliestCrash(trials.positive, signature, jitThreshold),
  );
  const doubts: ControlDoubt[] = [];
  if (positive.foreign.length > 0) doubts.push('several-signatures');
  if (negative.crashes > 0 || negative.foreign.length > 0) doubts.push('negative-crashed');
  if (checks.earliest.state === 'failed') doubts.push('before-jit');
  return {
    signature,
    clock,
    jitThreshold,
    confidence,
    positive,
    rate,
    estimate:
      rate.crashes === 0 || rate.exposure === 0
        ? null
        : estimateHazard(rate, confidence, endingOf(positive.lifetimes)),
    negative,
    isVoid: negative.crashes > 0,
    doubts,
    checks,
  };
}

/** What ended the watching, from the trials in their order. */
export function endingOf(lifetimes: readonly Lifetime[]): Ending {
  return lifetimes.at(-1)?.crashed === true ? 'crash' : 'exposure';
}

/** The matching crash with the fewest iterations; null without one, or without a JIT. */
export function earliestCrash(
  trials: readonly TrialOutcome[],
  signature: string,
  jitThreshold: number | null,
): EarliestCrash | null {
  const crashes = trials.filter((one) => one.outcome === 'crashed' && one.signature === signature);
  const earliest = crashes.reduce(
    (least, { exposure }) => Math.min(least, exposure.iterations),
    Infinity,
  );
  return jitThreshold === null || crashes.length === 0
    ? null
    : { iteration: earliest, jitThreshold };
}
