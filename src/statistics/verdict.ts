import { sequentialTest, type SequentialTest } from './background.ts';
import { alternativeBases, clearBound, type ClearBound } from './clear-bound.ts';
import { earliestCrash, endingOf, type Control } from './control.ts';
import { DEFAULTS } from './defaults.ts';
import { observe, type Observations, type TrialOutcome } from './exposure.ts';
import { checkEarliest, type EarliestCrash, type ModelCheck } from './model-checks.ts';
import { rateRatio, type RateRatio } from './rate-ratio.ts';
import type { Requirement } from './t-clear.ts';

/** What a verdict rests on; every verdict has it, so that no number stands without its evidence. */
export interface Evidence {
  readonly observed: Observations;
  /** Matching crashes needed before `crashes` is said: 1, or 2 when there is a doubt. */
  readonly crashesNeeded: 1 | 2;
  /** The variant's own earliest crash against the JIT threshold. */
  readonly earliest: ModelCheck<EarliestCrash>;
  readonly clear: ClearBound;
  /** The hazard against the control's; null when the variant has no crash or no exposure. */
  readonly ratio: RateRatio | null;
}

/** Why nothing can be said yet. */
export type Openness =
  /** The negative control crashes in the same way: the question itself is void. */
  | { readonly reason: 'void'; readonly test: SequentialTest | null }
  /** The positive control has too few crashes to measure against. */
  | { readonly reason: 'control' }
  /** It crashed once, and once is not enough here. */
  | { readonly reason: 'second-crash' }
  /** It was clean, not long enough yet. */
  | { readonly reason: 'exposure' };

export type Verdict = { readonly evidence: Evidence } & (
  | { readonly kind: 'crashes' }
  /** It crashes, at a rate whose interval leaves the control's out. */
  | { readonly kind: 'rate-changed'; readonly direction: 'rarer' | 'oftener' }
  /** The chance that a variant with rho times the control's hazard was called so is at most beta. */
  | ({ readonly kind: 'cleared' } & Requirement)
  | ({ readonly kind: 'inconclusive'; readonly bound: number } & Openness)
);

/** Bounds are sums of rounded numbers: a variant run for exactly `clearExposure` must be cleared. */
const ROUNDING = 1e-9;

/**
 * The verdict on a variant from all its trials, in their order (facts search-under-noise 5.1, a
 * one-sided sequential rule): a matching crash says `crashes` at once, two when the control shows
 * several signatures or the negative control ever crashed; enough clean exposure says `cleared`;
 * else `inconclusive` with the bound so far. Other signatures censor. Trials that are tainted by a
 * control gone quiet are not to be given. Throws RangeError for a requirement that cannot be or
 * a trial without the control's clock.
 */
export function verdictOf(
  control: Control,
  trials: readonly TrialOutcome[],
  requirement: Requirement,
): Verdict {
  const evidence = gather(control, trials, requirement);
  const { observed, crashesNeeded, clear } = evidence;
  const open = (openness: Openness): Verdict => ({
    kind: 'inconclusive',
    bound: clear.bound,
    evidence,
    ...openness,
  });
  if (control.isVoid) {
    return open({ reason: 'void', test: againstBackground(control, observed, requirement) });
  }
  if (observed.crashes >= crashesNeeded) return crashing(control, evidence);
  if (control.rate.crashes < DEFAULTS.fewestControlCrashes) return open({ reason: 'control' });
  if (observed.crashes > 0) return open({ reason: 'second-crash' });
  return clear.bound <= requirement.beta * (1 + ROUNDING)
    ? { kind: 'cleared', ...requirement, evidence }
    : open({ reason: 'exposure' });
}

function gather(
  control: Control,
  trials: readonly TrialOutcome[],
  requirement: Requirement,
): Evidence {
  const { signature, clock, jitThreshold, rate, confidence } = control;
  const observed = observe(trials, signature, clock);
  const earliest = checkEarliest(earliestCrash(trials, signature, jitThreshold));
  const doubtful = control.doubts.length > 0 || earliest.state === 'failed';
  const comparable = observed.crashes > 0 && observed.exposure > 0 && control.estimate !== null;
  return {
    observed,
    crashesNeeded: doubtful ? 2 : 1,
    earliest,
    clear: clearBound(control, observed, requirement),
    ratio: comparable
      ? rateRatio({ variant: observed, control: rate }, confidence, endingOf(observed.lifetimes))
      : null,
  };
}

/** The ratio's interval holds for constant hazards only: after a failed check it decides nothing. */
function crashing(control: Control, evidence: Evidence): Verdict {
  const { ratio } = evidence;
  if (ratio !== null && alternativeBases(control).length === 0) {
    if (ratio.upper < 1) return { kind: 'rate-changed', direction: 'rarer', evidence };
    if (ratio.lower > 1) return { kind: 'rate-changed', direction: 'oftener', evidence };
  }
  return { kind: 'crashes', evidence };
}

function againstBackground(
  { rate, estimate, negative }: Control,
  observed: Observations,
  { beta, rho }: Requirement,
): SequentialTest | null {
  if (estimate === null) return null;
  return sequentialTest(
    { control: rate, background: negative, variant: observed },
    { alpha: beta, beta, rho },
  );
}
