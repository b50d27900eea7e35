import type { Rate } from '../statistics/hazard.ts';
import type { Random } from '../statistics/random.ts';

/**
 * What a search asks for: so much more exposure of a candidate, in fresh processes. A candidate is
 * a name that the search gives and understands: an index of an ordered list, or a set.
 */
export interface Probe {
  readonly candidate: string;
  /** The layout (salt) to build it in; 0 is its own. */
  readonly layout: number;
  /** On the control's clock; a process that crashes ends it sooner. */
  readonly exposure: number;
  /** `certify`: a clean end is part of the answer's stated error; `screen`: it only guides. */
  readonly purpose: 'screen' | 'certify';
}

/** What a search learns, in the order of the journal. */
export type Observation =
  /** What came out; equal binaries are one candidate, whatever their names. */
  | {
      readonly type: 'built';
      readonly candidate: string;
      readonly layout: number;
      readonly binary: string;
    }
  /** It cannot be built or started, which says nothing about the crash. */
  | { readonly type: 'unbuildable'; readonly candidate: string }
  /** One process: its exposure up to the crash, or to its clean end. Foreign crashes are no crashes. */
  | {
      readonly type: 'trial';
      readonly candidate: string;
      readonly layout: number;
      readonly exposure: number;
      readonly crashed: boolean;
    }
  /** The user does not want it to be tried. */
  | { readonly type: 'skipped'; readonly candidate: string };

export type NextProbe =
  { readonly kind: 'probe'; readonly probe: Probe } | { readonly kind: 'end' };

/**
 * A search that is driven from outside: it is told what was observed and asked what to try next. The
 * same observations in the same order lead to the same questions, so that a journal is its state.
 */
export interface Search<Answer> {
  /** Throws RangeError for a candidate that this search cannot have named. */
  observe(observation: Observation): void;
  next(): NextProbe;
  /** What can be said now: at the end, and when the budget is spent before. */
  answer(): Answer;
  /** Which candidates crash in a world drawn from what the search believes, to forecast its end. */
  sampleTruth(random: Random): (candidate: string) => boolean;
}

export interface SearchSettings {
  /** Crashes of the positive control and the exposure in which they came. */
  readonly control: Rate;
  /** The chance that the answer is wrong. */
  readonly delta: number;
  /** A candidate with this share of the control's hazard still counts as crashing. */
  readonly rho: number;
  readonly costs: SearchCosts;
  /** The share of layouts that hide the crash; 0 when a candidate has one layout only. */
  readonly masked: number;
  /** Layouts that a candidate can be built in, its own included; at least 1. */
  readonly layouts: number;
}

/** In means of the control (its exposure per crash). */
export interface SearchCosts {
  /** Of a build that is not there yet. */
  readonly build: number;
  /** Of starting a process. */
  readonly startup: number;
}
