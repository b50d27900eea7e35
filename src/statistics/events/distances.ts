import { chiSquareUpperTail } from '../distributions.ts';
import { codesOfRole, OUTSIDE, type EventSequence } from './event-sequence.ts';

/** Distances are exact below this; above, steps of a 64th of each doubling (1.6 %). */
const EXACT = 1024;
const EXACT_BITS = 10;
const STEPS_BITS = 6;
const BINS = EXACT + (32 - EXACT_BITS) * 2 ** STEPS_BITS;
/** The bin of calls that no event of the kind came before. */
const NEVER = BINS;

/** How far back the last event of a kind lies, in events of the sequence; 1 is directly before. */
export interface DistanceSummary {
  readonly count: number;
  /** Calls before which no event of the kind came in their trial. */
  readonly never: number;
  /** Quartiles of all, where `never` is farther than any; null there. */
  readonly lower: number | null;
  readonly median: number | null;
  readonly upper: number | null;
}

export interface DistanceComparison {
  readonly code: number;
  readonly failures: DistanceSummary;
  /** All calls, fine and failed. */
  readonly calls: DistanceSummary;
  /**
   * The chance that the distance at a failure is shorter than that at a fine call, ties counting
   * half: 0.5 when they are alike, 1 when all failures are nearer. Null when no call was fine.
   */
  readonly nearer: number | null;
  /** Two-sided chance of such a difference when any calls may have failed; null likewise. */
  readonly p: number | null;
}

/**
 * The distance from each call to the last event of each kind, at failures against all calls. `nearer`
 * is Mann and Whitney's U as a share, and p is from its normal approximation with the variance of
 * drawing without putting back and ties (Lehmann, "Nonparametrics", 1975, 1.4): an approximation,
 * rough for fewer than ten failures.
 */
export function compareDistances(sequence: EventSequence): readonly DistanceComparison[] {
  const { codes, kinds } = sequence;
  const isCall = codesOfRole(sequence, 'fine', 'failure');
  const isFailure = codesOfRole(sequence, 'failure');
  const events = kinds.flatMap(({ role }, index) =>
    role === 'event' && codes.includes(index + 1)
      ? [
          {
            code: index + 1,
            last: -1,
            calls: new Float64Array(BINS + 1),
            failures: new Float64Array(BINS + 1),
          },
        ]
      : [],
  );
  const byCode = new Map(events.map((one) => [one.code, one]));
  for (let at = 0; at < codes.length; at++) {
    const code = codes[at] ?? OUTSIDE;
    if (isCall[code] === 1) {
      for (const { last, calls, failures } of events) {
        const bin = last < 0 ? NEVER : binOf(at - last);
        calls[bin] = (calls[bin] ?? 0) + 1;
        if (isFailure[code] === 1) failures[bin] = (failures[bin] ?? 0) + 1;
      }
    } else if (code === OUTSIDE) {
      for (const one of events) one.last = -1;
    } else {
      const own = byCode.get(code);
      if (own !== undefined) own.last = at;
    }
  }
  return events.map(({ code, calls, failures }) => ({
    code,
    failures: summary(failures),
    calls: summary(calls),
    ...compare(calls, failures),
  }));
}

function binOf(distance: number): number {
  if (distance < EXACT) return distance;
  const bits = 31 - Math.clz32(distance);
  const step = (distance >>> (bits - STEPS_BITS)) & (2 ** STEPS_BITS - 1);
  return EXACT + (bits - EXACT_BITS) * 2 ** STEPS_BITS + step;
}

/** The least distance of a bin. */
function distanceOf(bin: number): number {
  if (bin < EXACT) return bin;
  const bits = EXACT_BITS + ((bin - EXACT) >>> STEPS_BITS);
  return (2 ** STEPS_BITS + ((bin - EXACT) & (2 ** STEPS_BITS - 1))) * 2 ** (bits - STEPS_BITS);
}

function summary(histogram: Float64Array): DistanceSummary {
  const count = histogram.reduce((sum, one) => sum + one, 0);
  const quantile = (share: number): number | null => {
    let left = Math.max(1, Math.ceil(share * count));
    for (let bin = 0; bin < BINS; bin++) {
      left -= histogram[bin] ?? 0;
      if (left <= 0) return distanceOf(bin);
    }
    return null;
  };
  return {
    count,
    never: histogram[NEVER] ?? 0,
    lower: quantile(0.25),
    median: quantile(0.5),
    upper: quantile(0.75),
  };
}

function compare(
  calls: Float64Array,
  failures: Float64Array,
): Pick<DistanceComparison, 'nearer' | 'p'> {
  const all = calls.reduce((sum, one) => sum + one, 0);
  const failed = failures.reduce((sum, one) => sum + one, 0);
  const fine = all - failed;
  if (failed === 0 || fine === 0) return { nearer: null, p: null };
  let [wins, below, ties] = [0, 0, 0];
  for (let bin = BINS; bin >= 0; bin--) {
    const [total, own] = [calls[bin] ?? 0, failures[bin] ?? 0];
    // Fine calls that are farther, and half of those in the same bin.
    wins += own * (below + (total - own) / 2);
    below += total - own;
    ties += total ** 3 - total;
  }
  const nearer = wins / (failed * fine);
  const variance = ((failed * fine) / 12) * (all + 1 - ties / (all * (all - 1)));
  if (!(variance > 0)) return { nearer, p: 1 };
  const z = (wins - (failed * fine) / 2) / Math.sqrt(variance);
  return { nearer, p: chiSquareUpperTail(z * z, 1) };
}
