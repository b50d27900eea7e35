/**
 * Trials as survival data. The sufficient statistic of a variant and a signature is the number of
 * matching crashes and the exposure of all that was lived through (facts search-under-noise 5.0);
 * the times themselves are for the model checks.
 */

export type Clock = 'iterations' | 'seconds' | 'minorCollections';

/** What the statistics need of a trial: a fresh process that ran the loop once. */
export interface TrialOutcome {
  readonly outcome: 'crashed' | 'clean' | 'hung' | 'failed' | 'interrupted';
  /** What makes two crashes the same crash; null unless crashed. */
  readonly signature: string | null;
  readonly exposure: Readonly<Record<'iterations' | 'seconds', number>> & {
    /** Null when the protocol has no mark for them. */
    readonly minorCollections: number | null;
  };
}

/** How long a process was watched, and whether the crash in question ended it. */
export interface Lifetime {
  /** In the units of the clock. */
  readonly time: number;
  readonly crashed: boolean;
}

export interface ForeignCrash {
  readonly signature: string;
  readonly count: number;
}

/** The trials of one variant, sorted by what they say of one crash. */
export interface Observations {
  /** Matching crashes, and what censors: clean and interrupted trials, other crashes. In order. */
  readonly lifetimes: readonly Lifetime[];
  readonly crashes: number;
  /** The sum of the lifetimes. */
  readonly exposure: number;
  /** Crashes with another signature: they censor and are listed, never counted as the crash. */
  readonly foreign: readonly ForeignCrash[];
  /** Hung and failed trials: each may be the crash in another coat, so it is no evidence at all. */
  readonly unknown: number;
  /** What the unknown ones lived through: not in `exposure`. */
  readonly unknownExposure: number;
}

/**
 * Sorts trials by what they say of the crash with this signature, on one clock. Throws RangeError
 * when a trial has no reading of that clock, or one that no clock can show.
 */
export function observe(
  trials: readonly TrialOutcome[],
  signature: string,
  clock: Clock,
): Observations {
  const isUnknown = ({ outcome }: TrialOutcome): boolean =>
    outcome === 'hung' || outcome === 'failed';
  const known = trials.filter((trial) => !isUnknown(trial));
  const unknown = trials.filter(isUnknown);
  const lifetimes = known.map((trial) => ({
    time: reading(trial, clock),
    crashed: trial.outcome === 'crashed' && trial.signature === signature,
  }));
  return {
    lifetimes,
    crashes: lifetimes.filter(({ crashed }) => crashed).length,
    exposure: sum(lifetimes.map(({ time }) => time)),
    foreign: foreignCrashes(known, signature),
    unknown: unknown.length,
    unknownExposure: sum(unknown.map((trial) => reading(trial, clock))),
  };
}

/**
 * The signature that most crashes have; the first seen of equals. Null when nothing crashed. The
 * positive control's is the crash in question.
 */
export function dominantSignature(trials: readonly TrialOutcome[]): string | null {
  let most: ForeignCrash | null = null;
  for (const one of countSignatures(trials)) {
    if (most === null || one.count > most.count) most = one;
  }
  return most?.signature ?? null;
}

function foreignCrashes(trials: readonly TrialOutcome[], own: string): readonly ForeignCrash[] {
  return countSignatures(trials).filter(({ signature }) => signature !== own);
}

function countSignatures(trials: readonly TrialOutcome[]): readonly ForeignCrash[] {
  const counts = new Map<string, number>();
  for (const { outcome, signature } of trials) {
    if (outcome !== 'crashed') continue;
    const name = signature ?? 'unknown';
    counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  return [...counts].map(([signature, count]) => ({ signature, count }));
}

function reading({ exposure }: TrialOutcome, clock: Clock): number {
  const value = exposure[clock];
  if (value === null || !(value >= 0) || value === Infinity) {
    throw new RangeError(
      `a trial shows ${value ?? 'no'} ${clock}: take a clock that every trial has`,
    );
  }
  return value;
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
