import type { SearchCosts } from '../search.ts';
import type { OrderedEvidence } from './evidence.ts';
import type { HazardModel } from './hazard-model.ts';
import { expectations, type Expectation } from './expectations.ts';
import { entry } from './entry.ts';

/** Lengths of a process to choose from, in means of the control (facts search-under-noise 5.2). */
const LENGTHS = [0.5, 1, 2, 4] as const;

/** Chances below this share of delta are not worth a probe. */
const NEGLIGIBLE = 1e-3;

export interface Belief {
  readonly posterior: Float64Array;
  readonly model: HazardModel;
}

export interface Choosing {
  readonly evidence: OrderedEvidence;
  readonly costs: SearchCosts;
  /** Exposure per crash of the control. */
  readonly mean: number;
  readonly delta: number;
  /** Layouts that an index is tried in; 1 when layout hides nothing. */
  readonly layouts: number;
}

export interface OrderedProbe {
  readonly index: number;
  readonly layout: number;
  readonly exposure: number;
}

/** An index in a layout that could be tried next. */
interface Option {
  readonly index: number;
  readonly layout: number;
  /** Exposure in which it stayed clean; told only where it says something of the layout. */
  readonly past: number;
  readonly build: number;
}

/**
 * The probe that takes most entropy from the hypotheses for its cost; null when none of these
 * indexes can still tell anything.
 */
export function mostInformative(
  belief: Belief,
  indexes: readonly number[],
  choosing: Choosing,
): OrderedProbe | null {
  const open = undecided(belief.posterior, indexes, NEGLIGIBLE * choosing.delta);
  const best = bestProbe(belief, open, choosing, 'gain');
  return best === null || best.value < NEGLIGIBLE * choosing.delta ? null : best.probe;
}

/** The probe that shows a crash of this index soonest. */
export function likeliestCrash(
  belief: Belief,
  index: number,
  choosing: Choosing,
): OrderedProbe | null {
  return bestProbe(belief, [index], choosing, 'crash')?.probe ?? null;
}

/** Indexes with a chance on both sides: that they crash, and that they do not. */
function undecided(
  posterior: Float64Array,
  indexes: readonly number[],
  negligible: number,
): readonly number[] {
  let below = 0;
  const reached = posterior.map((chance) => (below += chance));
  return indexes.filter((index) => {
    const crashes = entry(reached, index);
    return crashes > negligible && 1 - crashes > negligible;
  });
}

/** The best value for its cost; ties go to the first. */
function bestProbe(
  belief: Belief,
  indexes: readonly number[],
  choosing: Choosing,
  aim: 'gain' | 'crash',
): { probe: OrderedProbe; value: number } | null {
  const options = indexes.flatMap((index) => optionsOf(index, choosing));
  let best: { probe: OrderedProbe; value: number } | null = null;
  let bestScore = 0;
  for (const length of LENGTHS) {
    const exposure = length * choosing.mean;
    const expect = expectationsByPast(belief, exposure);
    for (const { index, layout, past, build } of options) {
      const expected = expect(past);
      const value = entry(expected[aim], index);
      const time = entry(expected.duration, index) / choosing.mean;
      const score = value / (time + build + choosing.costs.startup);
      if (score > bestScore) {
        best = { probe: { index, layout, exposure }, value };
        bestScore = score;
      }
    }
  }
  return best;
}

/** Programs that stayed clean for the same exposure are expected to do the same. */
function expectationsByPast(
  { posterior, model }: Belief,
  exposure: number,
): (past: number) => Expectation {
  const known = new Map<number, Expectation>();
  return (past) => {
    const expected =
      known.get(past) ??
      expectations(posterior, model.outlook(past, exposure, posterior), exposure);
    known.set(past, expected);
    return expected;
  };
}

function optionsOf(index: number, { evidence, costs, layouts }: Choosing): readonly Option[] {
  const places = evidence.places(index).filter(({ layout }) => layout < layouts);
  const known = places.map(({ layout, sample }) => ({
    index,
    layout,
    past: layouts === 1 ? 0 : sample.exposure,
    build: 0,
  }));
  const used = new Set(known.map(({ layout }) => layout));
  let layout = 0;
  while (used.has(layout)) layout++;
  if (layout >= layouts) return known;
  return [...known, { index, layout, past: 0, build: costs.build }];
}
