import { saltedMissProbability } from '../../statistics/placebo.ts';
import { missProbability } from '../../statistics/t-clear.ts';
import type { IndexEvidence, OrderedEvidence } from './evidence.ts';
import { credibleSet } from './posterior.ts';
import type { OrderedSettings } from './settings.ts';
import { entry } from './entry.ts';

export interface OrderedAnswer {
  /**
   * `none`: no index crashes, which only a search that is not bracketed can find; in a bracketed one
   * it means that the observations contradict each other (the clean end has crashed).
   */
  readonly kind: 'found' | 'undecided' | 'none';
  /** The first crashing index, when found. */
  readonly first: number | null;
  /** The smallest set of indexes with a mass of at least 1 - delta, ascending, ties kept together. */
  readonly credible: readonly number[];
  /** Of these indexes: less than 1 - delta where "none" is needed to reach it. */
  readonly mass: number;
  /** By index, the chance that it is the first to crash. */
  readonly posterior: readonly number[];
  /** The chance that no index crashes. */
  readonly none: number;
  /** By index that was tried, ascending. */
  readonly evidence: readonly IndexEvidence[];
  /**
   * The largest chance that the last clean index, when it crashes at rho times the control's hazard,
   * has stayed clean for so long; null when the index in front of the first crash was not tried.
   */
  readonly bound: number | null;
  /** Indexes that cannot be built or that the user does not want, ascending. */
  readonly skipped: readonly number[];
}

export function orderedAnswer(
  settings: OrderedSettings,
  posterior: Float64Array,
  evidence: OrderedEvidence,
  skipped: ReadonlySet<number>,
): OrderedAnswer {
  const { size, delta } = settings;
  const none = entry(posterior, size);
  const firstCrash = evidence.firstCrash();
  const found = (posterior[firstCrash] ?? 0) >= 1 - delta && firstCrash < size;
  const credible = credibleSet(posterior, 1 - delta).filter((index) => index < size);
  return {
    kind: found ? 'found' : none >= 1 - delta ? 'none' : 'undecided',
    first: found ? firstCrash : null,
    credible,
    mass: credible.reduce((sum, index) => sum + entry(posterior, index), 0),
    posterior: [...posterior.subarray(0, size)],
    none,
    evidence: evidence.tried(),
    bound: cleanBound(settings, evidence, firstCrash),
    skipped: [...skipped].sort((a, b) => a - b),
  };
}

/** Of the clean index in front of the first that is known to crash. */
function cleanBound(
  { control, rho, masked, layouts }: OrderedSettings,
  evidence: OrderedEvidence,
  firstCrash: number,
): number | null {
  const last = evidence
    .tried()
    .findLast(({ index, exposure }) => index < firstCrash && exposure > 0)?.index;
  // Only the neighbour's own evidence says that the step is there.
  if (last === undefined || last !== firstCrash - 1) return null;
  const programs = new Set(evidence.places(last).map(({ sample }) => sample));
  const exposures = [...programs].map(({ exposure }) => exposure);
  if (masked > 0 && layouts > 1) {
    return saltedMissProbability(control, exposures, { rho, masked });
  }
  const exposure = exposures.reduce((sum, each) => sum + each, 0);
  return missProbability(control, { crashes: 0, exposure }, rho);
}
