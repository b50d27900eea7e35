import type { ForeignCrash } from './exposure.ts';
import type { Rate } from './hazard.ts';
import { compareRates, type RateComparison } from './rate-comparison.ts';
import { missProbability } from './t-clear.ts';

/** The crashes of one run by signature, and the exposure of all of it on one clock. */
export interface SignatureCounts {
  /** Counts of the same signature are added up. */
  readonly signatures: readonly ForeignCrash[];
  readonly exposure: number;
}

/** A signature that one of two runs does not have. */
export interface OneSided {
  readonly signature: string;
  /** Crashes in the run that has it. */
  readonly count: number;
  /** The chance that its absence from the other run is luck: that its rate is the same there. */
  readonly luck: number;
}

export interface Kept {
  readonly signature: string;
  readonly before: number;
  readonly after: number;
  /** The rate after over the rate before; null when a run has no exposure. */
  readonly comparison: RateComparison | null;
}

/** Each list with what is least likely luck first; `kept` with the largest count first. */
export interface SignatureChanges {
  readonly new: readonly OneSided[];
  readonly vanished: readonly OneSided[];
  readonly kept: readonly Kept[];
}

/**
 * The chance that a signature seen so often in the exposure `seen` does not come in the exposure
 * `unseen`, at the same rate: (seen / (seen + unseen))^count, the chance of 0 in the negative binomial
 * predictive law, Bayesian with the prior 1 / rate and exact for watching up to the last crash
 * (facts search-under-noise 5.1). The same formula says of a new signature whether it could have been
 * there before. Exposures on one clock; 1 when one of them or the count is 0. Of many signatures seen
 * once, some vanish by luck: weigh it against how many there are. Throws RangeError for numbers
 * that cannot be.
 */
export function absenceByLuck(
  count: number,
  { seen, unseen }: Record<'seen' | 'unseen', number>,
): number {
  const absent = { crashes: 0, exposure: unseen };
  return missProbability({ crashes: count, exposure: seen }, absent, 1);
}

/**
 * What changed between two runs, signature by signature, with the chance of luck for those that one
 * run lacks, and at this confidence (0 to 1) the ratio of rates for those that both have (Poisson
 * rates, see `compareRates`). Counts of 0 are as if not given. Throws RangeError for numbers that
 * cannot be.
 */
export function compareSignatures(
  { before, after }: Readonly<Record<'before' | 'after', SignatureCounts>>,
  confidence: number,
): SignatureChanges {
  const counts = { before: totals(before.signatures), after: totals(after.signatures) };
  return {
    new: oneSided(
      { counts: counts.after, exposure: after.exposure },
      { counts: counts.before, exposure: before.exposure },
    ),
    vanished: oneSided(
      { counts: counts.before, exposure: before.exposure },
      { counts: counts.after, exposure: after.exposure },
    ),
    kept: [...counts.before]
      .flatMap(([signature, count]) => {
        const later = counts.after.get(signature);
        if (later === undefined) return [];
        const pair = {
          before: rate(count, before.exposure),
          after: rate(later, after.exposure),
        };
        const comparison = compareRates(pair, confidence);
        return [{ signature, before: count, after: later, comparison }];
      })
      .sort((a, b) => b.before + b.after - (a.before + a.after)),
  };
}

interface Counted {
  readonly counts: ReadonlyMap<string, number>;
  readonly exposure: number;
}

function oneSided(having: Counted, lacking: Counted): readonly OneSided[] {
  return [...having.counts]
    .filter(([signature]) => !lacking.counts.has(signature))
    .map(([signature, count]) => ({
      signature,
      count,
      luck: absenceByLuck(count, { seen: having.exposure, unseen: lacking.exposure }),
    }))
    .sort((a, b) => b.count - a.count);
}

function totals(signatures: readonly ForeignCrash[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const { signature, count } of signatures) {
    if (count !== 0) counts.set(signature, (counts.get(signature) ?? 0) + count);
  }
  return counts;
}

function rate(crashes: number, exposure: number): Rate {
  return { crashes, exposure };
}
