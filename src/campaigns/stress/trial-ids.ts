import type { Shard } from '../../records/stress-record.ts';

/** A trial that is due: its number, and the variant whose turn it is. */
export interface DueTrial {
  readonly id: number;
  readonly variant: string;
}

/** Which trials a campaign consists of. */
export interface TrialOrder {
  readonly variants: readonly string[];
  /** Of all shards; null for no limit. */
  readonly trials: number | null;
  readonly shard: Shard | null;
}

/**
 * The trials of a shard in their order: numbers go round the variants, so that whatever drifts (the
 * heat, the load, the time of the night) hits all alike, and shards take whole rounds in turn, so that
 * every shard tries every variant. The number alone says the variant and the seed: whoever runs it,
 * it is the same trial.
 */
export function* dueTrials({ variants, trials, shard }: TrialOrder): Generator<DueTrial, void> {
  const [index, count] = shard === null ? [1, 1] : [shard.index, shard.count];
  for (let round = index - 1; ; round += count) {
    for (const [place, variant] of variants.entries()) {
      const id = round * variants.length + place + 1;
      if (trials !== null && id > trials) return;
      yield { id, variant };
    }
  }
}

/** The variant whose turn a trial of this number is. */
export function variantOf(id: number, variants: readonly string[]): string {
  return variants[(id - 1) % variants.length] ?? '';
}
