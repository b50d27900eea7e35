import type { Night, RateChange } from './night.ts';

export const COMPARISON_SCHEMA = 'winrepro/comparison/1';

/** One side of a comparison. */
export interface ComparedCampaign extends Pick<Night, 'campaign' | 'kind' | 'at' | 'recipe'> {
  readonly machine: string;
}

/** The rates of two variants, or of one in two campaigns. */
export interface ComparedVariant extends RateChange {
  readonly variant: { readonly before: string; readonly after: string };
}

/** What `winrepro compare --json` prints. */
export interface Comparison {
  readonly schema: typeof COMPARISON_SCHEMA;
  readonly before: ComparedCampaign;
  readonly after: ComparedCampaign;
  /** The chance that any of the verdicts is wrong, when nothing changed. */
  readonly alarm: number;
  readonly variants: readonly ComparedVariant[];
}
