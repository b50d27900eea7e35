import { fourier } from '../fourier.ts';
import { seededRandom } from '../random.ts';
import type { TrialRanks } from './failure-ranks.ts';

const MOST_BINS = 8192;
/** A period must fit so often into the longest trial. */
const LEAST_CYCLES = 3;
/** Fewer failures in a trial say nothing about a period. */
const LEAST_FAILURES = 4;
/** At most so many trials are looked at, those with the most failures: a transform each. */
const MOST_TRIALS = 32;

export interface FailurePeriod {
  /** The period with the strongest wave, in calls. */
  readonly period: number;
  /** Its power; 1 on average for a period that means nothing, for each trial. */
  readonly power: number;
  /** The chance of such a power at any period looked at, when any calls may have failed. */
  readonly p: number;
  readonly rounds: number;
  /** The shortest and the longest period looked at, in calls. */
  readonly shortest: number;
  readonly longest: number;
}

/**
 * The strongest period of the failures: the periodogram of their counts in up to 8,192 equal spans of
 * each trial, less what their mean contributes, summed over the trials (each |F|² over its failures),
 * and its peak held against the peaks of as many failures on calls drawn at random, seeded. A p of
 * (1 + hits) / (1 + rounds). Short periods are `failureStep`'s. Null when no trial has 4 failures.
 */
export function failurePeriod(
  trials: readonly TrialRanks[],
  { rounds, seed }: { readonly rounds: number; readonly seed: number },
): FailurePeriod | null {
  const looked = trials
    .filter(({ failures }) => failures.length >= LEAST_FAILURES)
    .toSorted((a, b) => b.failures.length - a.failures.length)
    .slice(0, MOST_TRIALS);
  const longest = looked.reduce((most, { calls }) => Math.max(most, calls), 0);
  const bins = Math.min(MOST_BINS, 2 ** Math.floor(Math.log2(Math.max(1, longest))));
  if (bins < 4 * LEAST_CYCLES) return null;
  const span = longest / bins;
  const own = peak(looked, span, bins);
  const random = seededRandom(seed);
  let hits = 0;
  for (let round = 0; round < rounds; round++) {
    const drawn = looked.map(({ calls, failures }) => ({
      calls,
      failures: failures.map(() => Math.floor(random() * calls)),
    }));
    if (peak(drawn, span, bins).power >= own.power) hits += 1;
  }
  return {
    period: longest / own.cycles,
    power: own.power / looked.length,
    p: (1 + hits) / (1 + rounds),
    rounds,
    shortest: 2 * span,
    longest: longest / LEAST_CYCLES,
  };
}

function peak(
  trials: readonly TrialRanks[],
  span: number,
  bins: number,
): { readonly cycles: number; readonly power: number } {
  const powers = new Float64Array(bins / 2 + 1);
  for (const { calls, failures } of trials) {
    const real = new Float64Array(bins);
    const imaginary = new Float64Array(bins);
    const used = Math.min(bins, Math.ceil(calls / span));
    real.fill(-failures.length / used, 0, used);
    for (const rank of failures) {
      const bin = Math.min(bins - 1, Math.floor(rank / span));
      real[bin] = (real[bin] ?? 0) + 1;
    }
    fourier(real, imaginary);
    for (let cycles = LEAST_CYCLES; cycles <= bins / 2; cycles++) {
      const power = (real[cycles] ?? 0) ** 2 + (imaginary[cycles] ?? 0) ** 2;
      powers[cycles] = (powers[cycles] ?? 0) + power / failures.length;
    }
  }
  let best = { cycles: LEAST_CYCLES, power: 0 };
  for (let cycles = LEAST_CYCLES; cycles <= bins / 2; cycles++) {
    const power = powers[cycles] ?? 0;
    if (power > best.power) best = { cycles, power };
  }
  return best;
}
