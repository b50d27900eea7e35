import type { CorruptLine, DuplicateTrial } from './journal.ts';
import type { MatrixRow } from './matrix-record.ts';

export const MATRIX_RESULT_SCHEMA = 'winrepro/matrix-result/1';

/** What can be said of a row. */
export type RowVerdict = 'crashes' | 'rate-changed' | 'cleared' | 'inconclusive' | 'not-tried';

export interface RowResult extends MatrixRow {
  readonly verdict: RowVerdict;
  /** Why it is that; a sentence. */
  readonly reason: string;
  /** Whether it is what the recipe expects; null without a verdict or an expectation. */
  readonly agrees: boolean | null;
  /**
   * Of a cleared row: `causal` only when mere layout is ruled out (facts search-under-noise 5.4);
   * null for other rows, and without placebos.
   */
  readonly claim: 'causal' | 'clears' | null;
  readonly trials: number;
  readonly crashes: number;
  /** On the control's clock. */
  readonly exposure: number;
  /** The largest chance that a row with rho times the control's hazard shows what was seen. */
  readonly bound: number | null;
  /** What the bound rests on: `formula`, or a conservative alternative when a model check failed. */
  readonly basis: string | null;
  /** The hazard against the control's, with its interval; null without a crash. */
  readonly ratio: { readonly ratio: number; readonly lower: number; readonly upper: number } | null;
  /** Crashes with another signature: they are no evidence for this one. */
  readonly foreign: readonly { readonly signature: string; readonly count: number }[];
  /** Hung and failed trials. */
  readonly unknown: number;
  /** Clean trials that are no evidence, because the control had gone quiet. */
  readonly tainted: number;
  /** SHA-256 of what was built. */
  readonly build: string | null;
  /** The first other row with the very same binary: their difference changed nothing. */
  readonly sameAs: string | null;
}

export interface ControlResult {
  readonly variant: string;
  readonly trials: number;
  readonly crashes: number;
  readonly exposure: number;
  readonly clock: string;
  readonly signature: string | null;
  /** Exposure per crash, with its 95 % interval; null before the first crash. */
  readonly mean: { readonly mean: number; readonly lower: number; readonly upper: number } | null;
  /** Clean exposure that clears a row; null before the first crash. */
  readonly clearExposure: number | null;
  /** Why one crash does not say `crashes` here. */
  readonly doubts: readonly string[];
  /** The model checks and how they came out: always told. */
  readonly checks: Readonly<Record<string, 'passed' | 'failed' | 'unknown'>>;
}

/** `result.json` of a matrix, computed from its record and its journal, and nothing else. */
export interface MatrixResult {
  readonly schema: typeof MATRIX_RESULT_SCHEMA;
  readonly winrepro: string;
  readonly matrix: string;
  readonly kind: 'matrix' | 'probe';
  readonly recipe: string;
  readonly title: string;
  readonly state: 'finished' | 'failed' | 'interrupted';
  /** Null as long as it is not over. */
  readonly conclusion: 'conclusive' | 'undecided' | 'void' | null;
  readonly reason: string | null;
  readonly beta: number;
  readonly rho: number;
  readonly seed: number;
  readonly control: ControlResult;
  readonly rows: readonly RowResult[];
  /** How often mere layout hides the crash; null without a placebo that has a verdict. */
  readonly masked: {
    readonly placebos: number;
    readonly masked: number;
    readonly estimate: number;
    readonly lower: number;
    readonly upper: number;
  } | null;
  readonly totals: {
    readonly trials: number;
    readonly iterations: number;
    /** Of all trials, also of those that ran side by side. */
    readonly seconds: number;
  };
  readonly journal: {
    readonly torn: number;
    readonly corrupt: readonly CorruptLine[];
    readonly duplicates: readonly DuplicateTrial[];
  };
  /** The command that goes on with it; null when it is over. */
  readonly resume: string | null;
}
