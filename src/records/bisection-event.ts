import type { BisectionResult } from './bisection-result.ts';
import type { TrialRecord } from './trial-record.ts';

/** What happens in a bisection, as reporters hear of it. Labels are words for people. */
export type BisectionEvent =
  | {
      readonly type: 'bisection-started';
      readonly bisection: string;
      readonly recipe: string;
      readonly variant: string;
      readonly axis: string;
      readonly elements: number;
      /** Trials that an earlier session has already journaled. */
      readonly journaled: number;
    }
  | { readonly type: 'note'; readonly message: string }
  | { readonly type: 'building'; readonly label: string; readonly step: string }
  | {
      readonly type: 'built';
      readonly label: string;
      readonly seconds: number;
      /** The candidate with the very same binary; null when there is none. */
      readonly sameAs: string | null;
    }
  | { readonly type: 'unbuildable'; readonly label: string; readonly reason: string }
  | { readonly type: 'trial-ended'; readonly label: string; readonly trial: TrialRecord }
  /** The controls are done. */
  | {
      readonly type: 'search-began';
      readonly crashes: number;
      readonly exposure: number;
      readonly buildCost: number;
      readonly masked: number;
      readonly layouts: number;
    }
  /** What the search believes after a probe, and how much is left of it. */
  | { readonly type: 'narrowed'; readonly text: string; readonly left: SearchForecast | null }
  | { readonly type: 'bisection-ended'; readonly result: BisectionResult };

/** What is left of a search: a mean and a 95th percentile over simulated ends. */
export interface SearchForecast {
  readonly probes: { readonly mean: number; readonly p95: number };
  readonly builds: { readonly mean: number; readonly p95: number };
  /** On the clock of iterations. */
  readonly exposure: { readonly mean: number; readonly p95: number };
  /** Of trials and builds, seconds. */
  readonly seconds: { readonly mean: number; readonly p95: number };
}
