import { gammaDraw, exponentialDraw, type Random } from '../statistics/random.ts';
import type { Observation, Search, SearchSettings } from './search.ts';

/** Over the simulated worlds. */
export interface Spread {
  readonly mean: number;
  readonly p95: number;
}

/** What is left of a search. */
export interface Forecast {
  /** On the control's clock. */
  readonly exposure: Spread;
  /** Of candidates in layouts that were not built before. */
  readonly builds: Spread;
  readonly probes: Spread;
}

interface Left {
  exposure: number;
  builds: number;
  probes: number;
}

/** A world in which the search does not end is left here. */
const MOST_PROBES = 2000;

/**
 * What a search that has seen this history still needs: it is rebuilt and run to its end in
 * simulated worlds, whose truth it draws itself and whose hazard comes from what the control has
 * shown. All zeros once it has ended. Layouts that hide the crash are not simulated.
 */
export function forecastLeft(
  create: () => Search<unknown>,
  history: readonly Observation[],
  { control }: Pick<SearchSettings, 'control'>,
  { random, worlds }: { readonly random: Random; readonly worlds: number },
): Forecast {
  const lefts = Array.from({ length: worlds }, () => {
    const hazard = gammaDraw(random, control.crashes) / control.exposure;
    return runToEnd(create(), history, { hazard, random });
  });
  return {
    exposure: spread(lefts.map((left) => left.exposure)),
    builds: spread(lefts.map((left) => left.builds)),
    probes: spread(lefts.map((left) => left.probes)),
  };
}

function runToEnd(
  search: Search<unknown>,
  history: readonly Observation[],
  { hazard, random }: { readonly hazard: number; readonly random: Random },
): Left {
  for (const observation of history) search.observe(observation);
  const crashes = search.sampleTruth(random);
  const built = builtIn(history);
  const left = { exposure: 0, builds: 0, probes: 0 };
  while (left.probes < MOST_PROBES) {
    const next = search.next();
    if (next.kind === 'end') break;
    const { candidate, layout, exposure: asked } = next.probe;
    const place = placeOf(candidate, layout);
    if (!built.has(place)) left.builds++;
    built.add(place);
    const time = crashes(candidate) ? exponentialDraw(random, 1 / hazard) : Infinity;
    const crashed = time < asked;
    const exposure = Math.min(time, asked);
    search.observe({ type: 'trial', candidate, layout, exposure, crashed });
    left.exposure += exposure;
    left.probes++;
  }
  return left;
}

function builtIn(history: readonly Observation[]): Set<string> {
  const built = new Set<string>();
  for (const observation of history) {
    if (observation.type === 'built' || observation.type === 'trial') {
      built.add(placeOf(observation.candidate, observation.layout));
    }
  }
  return built;
}

const placeOf = (candidate: string, layout: number): string => `${layout} ${candidate}`;

function spread(values: readonly number[]): Spread {
  const sorted = values.toSorted((a, b) => a - b);
  return {
    mean: values.reduce((sum, value) => sum + value, 0) / values.length,
    p95: sorted[Math.ceil(0.95 * values.length) - 1] ?? NaN,
  };
}
