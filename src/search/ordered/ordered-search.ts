import type { Random } from '../../statistics/random.ts';
import type { NextProbe, Observation, Search } from '../search.ts';
import { orderedAnswer, type OrderedAnswer } from './answer.ts';
import { OrderedEvidence } from './evidence.ts';
import { gammaHazardModel } from './gamma-hazard-model.ts';
import { likeliestCrash, mostInformative, type Belief, type Choosing } from './next-probe.ts';
import { orderedPosterior, orderedPrior } from './posterior.ts';
import { likeliestGroup } from './resolution.ts';
import { saltedHazardModel } from './salted-hazard-model.ts';
import { checkOrderedSettings, parseIndex, type OrderedSettings } from './settings.ts';

export type { OrderedAnswer, OrderedSettings };

/**
 * Bisection of an ordered list whose crash is a matter of time: Bayes over the first crashing index,
 * and next the probe that tells most for its cost (facts search-under-noise 5.2, layouts 5.4). A
 * candidate is its index in decimal. It ends when one index has 1 - delta and has been seen to crash,
 * or when no probe can tell the rest apart. Throws RangeError for settings that cannot be.
 */
export function createOrderedSearch(settings: OrderedSettings): Search<OrderedAnswer> {
  checkOrderedSettings(settings);
  const { size, bracketed, control, delta } = settings;
  const prior = orderedPrior(settings);
  const evidence = new OrderedEvidence(size, bracketed ? size - 1 : null);
  const skipped = new Set<number>();
  const choosing: Choosing = {
    evidence,
    costs: settings.costs,
    mean: control.exposure / control.crashes,
    delta,
    layouts: isSalted(settings) ? settings.layouts : 1,
  };
  let known: Belief | null = null;
  const belief = (): Belief => (known ??= believe(settings, prior, evidence));

  return {
    observe(observation: Observation): void {
      const index = parseIndex(observation.candidate, size);
      known = null;
      take(observation, index, { evidence, skipped });
    },
    next: () => nextProbe(belief(), testableIndexes(settings, skipped), choosing),
    answer: () => orderedAnswer(settings, belief().posterior, evidence, skipped),
    sampleTruth(random: Random): (candidate: string) => boolean {
      const first = drawFrom(belief().posterior, random);
      return (candidate) => parseIndex(candidate, size) >= first;
    },
  };
}

function isSalted({ masked, layouts }: OrderedSettings): boolean {
  return masked > 0 && layouts > 1;
}

function believe(
  settings: OrderedSettings,
  prior: Float64Array,
  evidence: OrderedEvidence,
): Belief {
  const { size, control, rho, masked } = settings;
  const data = { size, samples: evidence.samples(), control, rho };
  const model = isSalted(settings) ? saltedHazardModel(data, masked) : gammaHazardModel(data);
  return { posterior: orderedPosterior(prior, evidence, model.logLikelihood), model };
}

function take(
  observation: Observation,
  index: number,
  { evidence, skipped }: { evidence: OrderedEvidence; skipped: Set<number> },
): void {
  switch (observation.type) {
    case 'built':
      evidence.built({ index, layout: observation.layout }, observation.binary);
      break;
    case 'trial':
      evidence.trial({ index, layout: observation.layout }, observation);
      break;
    case 'unbuildable':
    case 'skipped':
      skipped.add(index);
      break;
  }
}

/** A skip takes an index from the tests only: it may still be the culprit. */
function testableIndexes(
  { size, bracketed }: OrderedSettings,
  skipped: ReadonlySet<number>,
): readonly number[] {
  const [from, to] = bracketed ? [1, size - 1] : [0, size];
  const indexes = Array.from({ length: Math.max(0, to - from) }, (_, at) => from + at);
  return indexes.filter((index) => !skipped.has(index));
}

function nextProbe(belief: Belief, testable: readonly number[], choosing: Choosing): NextProbe {
  const firstCrash = choosing.evidence.firstCrash();
  const group = likeliestGroup(belief.posterior, new Set(testable), firstCrash);
  const decided = group.mass >= 1 - choosing.delta;
  if (decided && (group.last === null || group.last === firstCrash)) return { kind: 'end' };
  const probe =
    decided && group.last !== null
      ? likeliestCrash(belief, group.last, choosing)
      : mostInformative(
          belief,
          testable.filter((index) => index < firstCrash),
          choosing,
        );
  if (probe === null) return { kind: 'end' };
  const { index, layout, exposure } = probe;
  // Every clean end is in the posterior, and so in the error that the answer states.
  const purpose = 'certify';
  return { kind: 'probe', probe: { candidate: String(index), layout, exposure, purpose } };
}

/** The last possible one, when the chances are used up by rounding. */
function drawFrom(chances: Float64Array, random: Random): number {
  let left = random();
  const drawn = chances.findIndex((chance) => (left -= chance) < 0);
  return drawn === -1 ? chances.findLastIndex((chance) => chance > 0) : drawn;
}
