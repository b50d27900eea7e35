import type { OrderedEvidence } from './evidence.ts';
import { entry } from './entry.ts';

/** The chance of "no index crashes" before any evidence, when the range is not bracketed. */
const NONE_PRIOR = 0.02;

/** Spread over all indexes, so that a weight of 0 does not hide the culprit for ever. */
const FLOOR = 1e-6;

export interface PriorSettings {
  readonly size: number;
  /** Index 0 is known to be clean and the last to crash. */
  readonly bracketed: boolean;
  /** Weights by index, not normalised; even when not given. */
  readonly prior?: readonly number[];
}

/**
 * The chance of each first crashing index, with that of "none" as the entry after them. Throws
 * RangeError for weights that cannot be.
 */
export function orderedPrior({ size, bracketed, prior }: PriorSettings): Float64Array {
  const chances = new Float64Array(size + 1);
  const weights = prior ?? new Array<number>(size).fill(1);
  if (weights.length !== size || weights.some((weight) => !(weight >= 0 && weight < Infinity))) {
    throw new RangeError(`a prior has a finite weight of at least 0 for each of ${size} indexes`);
  }
  const possible = bracketed ? weights.slice(1) : weights;
  const total = possible.reduce((sum, weight) => sum + weight, 0);
  if (!(total > 0))
    throw new RangeError('a prior needs a weight above 0 where the crash can begin');
  const none = bracketed ? 0 : NONE_PRIOR;
  possible.forEach((weight, at) => {
    const share = (1 - FLOOR) * (weight / total) + FLOOR / possible.length;
    chances[bracketed ? at + 1 : at] = (1 - none) * share;
  });
  chances[size] = none;
  return chances;
}

/**
 * Bayes: a crash at an index rules out that the crash begins after it, equal binaries that it begins
 * between them. Evidence that rules out everything leaves "none".
 */
export function orderedPosterior(
  prior: Float64Array,
  evidence: OrderedEvidence,
  logLikelihood: Float64Array,
): Float64Array {
  const size = prior.length - 1;
  const firstCrash = evidence.firstCrash();
  const logs = prior.map((chance, j) => {
    const out = j > firstCrash || (j < size && evidence.cannotBegin(j));
    return out ? -Infinity : Math.log(chance) + entry(logLikelihood, j);
  });
  const highest = logs.reduce((most, log) => Math.max(most, log), -Infinity);
  if (highest === -Infinity) return prior.map((_, j) => (j === size ? 1 : 0));
  const masses = logs.map((log) => Math.exp(log - highest));
  const total = masses.reduce((sum, mass) => sum + mass, 0);
  return masses.map((mass) => mass / total);
}

/** Relative: indexes that nothing tells apart stand or fall together. */
const TIE = 1e-9;

/**
 * The smallest set of hypotheses with at least this mass, ties with its last one included; the index
 * after all others means "none".
 */
export function credibleSet(posterior: Float64Array, mass: number): readonly number[] {
  const order = [...posterior.keys()].sort(
    (a, b) => entry(posterior, b) - entry(posterior, a) || a - b,
  );
  const set: number[] = [];
  let [sum, least] = [0, Infinity];
  for (const j of order) {
    const chance = entry(posterior, j);
    if (chance === 0 || (sum >= mass && chance < least * (1 - TIE))) break;
    set.push(j);
    sum += chance;
    least = chance;
  }
  return set.sort((a, b) => a - b);
}
