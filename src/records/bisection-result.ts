import type { BisectionAxis } from './bisection-record.ts';
import type { CorruptLine, DuplicateTrial } from './journal.ts';
import type { ControlResult } from './matrix-result.ts';

export const BISECTION_RESULT_SCHEMA = 'winrepro/bisection-result/1';

/** An element whose change was seen clean, with the chance that this was luck. */
export interface ElementEvidence {
  readonly element: string;
  /** Clean, iterations. */
  readonly exposure: number;
  readonly bound: number | null;
}

export interface SingleChange extends ElementEvidence {
  readonly verdict: 'clears' | 'crashes' | 'open';
}

/** What a bisection found; elements by their names. */
export type BisectionAnswer =
  | {
      readonly type: 'ordered';
      readonly kind: 'found' | 'undecided' | 'none';
      /** The first in the order that was asked for, and the one before it; null when not found. */
      readonly first: { readonly element: string; readonly before: string } | null;
      /** The smallest set that holds the first one with the chance `mass`. */
      readonly credible: readonly { readonly element: string; readonly chance: number }[];
      readonly mass: number;
      /** The chance that the clean neighbour of the first was clean by luck. */
      readonly bound: number | null;
      readonly tried: readonly {
        readonly element: string;
        readonly crashes: number;
        readonly exposure: number;
      }[];
      readonly skipped: readonly string[];
    }
  | {
      readonly type: 'set';
      readonly kind: 'found' | 'undecided';
      readonly sets: readonly {
        readonly elements: readonly string[];
        /** Seen on exactly this set. */
        readonly crashes: number;
        readonly certified: boolean;
        /** Without it, the rest of the set was clean. */
        readonly needed: readonly ElementEvidence[];
      }[];
      /** Changed alone in what crashes. */
      readonly singles: readonly SingleChange[];
      /** Whether there is a further set that needs none of these elements. */
      readonly more: {
        readonly kind: 'none' | 'limit' | 'open';
        readonly exposure: number;
        readonly bound: number | null;
      };
      readonly chances: readonly { readonly element: string; readonly needed: number }[];
      readonly untested: readonly string[];
      readonly unbuildable: readonly string[];
      readonly skipped: readonly string[];
    }
  | {
      readonly type: 'clearing';
      readonly kind: 'found' | 'undecided';
      readonly applied: readonly string[];
      readonly exposure: number;
      readonly bound: number | null;
      readonly needed: readonly { readonly element: string; readonly crashes: number }[];
      readonly chances: readonly { readonly element: string; readonly needed: number }[];
      readonly unbuildable: readonly string[];
      readonly skipped: readonly string[];
    }
  | {
      readonly type: 'singles';
      readonly kind: 'found' | 'undecided';
      readonly singles: readonly SingleChange[];
    };

/** A candidate that was built or tried. */
export interface CandidateResult {
  /** As `skip` and `tell` name it. */
  readonly candidate: string;
  readonly label: string;
  readonly trials: number;
  readonly crashes: number;
  readonly exposure: number;
  /** A hash of what was built. */
  readonly build: string | null;
  /** The first other candidate with the same hash. */
  readonly sameAs: string | null;
  /** Why it could not be built or started; null when it could. */
  readonly failure: string | null;
}

/** `result.json` of a bisection, computed from its record and its journal, and nothing else. */
export interface BisectionResult {
  readonly schema: typeof BISECTION_RESULT_SCHEMA;
  readonly winrepro: string;
  readonly bisection: string;
  readonly recipe: string;
  readonly title: string;
  readonly variant: string;
  readonly axis: BisectionAxis;
  readonly elements: readonly string[];
  readonly state: 'finished' | 'failed' | 'interrupted';
  /** Null as long as it is not over. */
  readonly conclusion: 'conclusive' | 'undecided' | 'void' | null;
  readonly reason: string | null;
  readonly delta: number;
  readonly rho: number;
  readonly seed: number;
  readonly control: ControlResult;
  /** The yardstick of the search; null when it never began. */
  readonly yardstick: {
    readonly crashes: number;
    readonly exposure: number;
    readonly buildCost: number;
    readonly startupCost: number;
    readonly masked: number;
    readonly layouts: number;
  } | null;
  /** Null when the search never began. */
  readonly answer: BisectionAnswer | null;
  readonly candidates: readonly CandidateResult[];
  /** Clean trials that are no evidence, because the control had gone quiet. */
  readonly tainted: number;
  readonly totals: {
    readonly trials: number;
    readonly builds: number;
    readonly iterations: number;
    /** Of all trials, also of those that ran side by side. */
    readonly seconds: number;
    readonly buildSeconds: number;
  };
  readonly journal: {
    readonly torn: number;
    readonly corrupt: readonly CorruptLine[];
    readonly duplicates: readonly DuplicateTrial[];
  };
  /** The command that goes on with it; null when it is over. */
  readonly resume: string | null;
}
