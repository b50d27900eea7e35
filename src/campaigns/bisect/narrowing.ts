import type { BisectionEvent, SearchForecast } from '../../records/bisection-event.ts';
import type { BisectionRecord } from '../../records/bisection-record.ts';
import { forecastLeft } from '../../search/forecast.ts';
import { seededRandom } from '../../statistics/random.ts';
import { processCost } from './costs.ts';
import { labelOf } from './labels.ts';
import { createSearch, type SpaceAnswer } from './space.ts';
import { searchSettings, type Standing } from './standing.ts';

/** Simulated ends of a search that its forecast rests on. */
const WORLDS = 20;

/** Tells what the search believes, in a line, and how much is left of it. */
export function createNarrowing(record: BisectionRecord) {
  let before = '';
  /** Null when nothing is new: a forecast costs as much as some trials. */
  return (standing: Standing): Extract<BisectionEvent, { type: 'narrowed' }> | null => {
    const { search } = standing;
    const text = search === null ? '' : textOf(record, search.answer());
    if (text === before) return null;
    before = text;
    return { type: 'narrowed', text, left: forecastOf(record, standing) };
  };
}

/** Null before the search began, and at its end. */
function forecastOf(record: BisectionRecord, standing: Standing): SearchForecast | null {
  const { began, search, history, trials } = standing;
  if (began === null || search === null || search.next().kind === 'end') return null;
  const settings = searchSettings(record, began);
  const { exposure, builds, probes } = forecastLeft(
    () => createSearch(record, settings),
    history,
    settings,
    { random: seededRandom(record.options.seed), worlds: WORLDS },
  );
  const iteration = processCost(trials)?.iteration ?? 0;
  const buildSeconds = (began.build * began.exposure * iteration) / began.crashes;
  const seconds = (which: 'mean' | 'p95'): number =>
    (exposure[which] * iteration) / record.options.jobs + builds[which] * buildSeconds;
  return { probes, builds, exposure, seconds: { mean: seconds('mean'), p95: seconds('p95') } };
}

function textOf(record: BisectionRecord, { type, answer }: SpaceAnswer): string {
  switch (type) {
    case 'ordered': {
      const { credible, posterior } = answer;
      const best = posterior.indexOf(Math.max(...posterior));
      const chance = posterior[best] ?? 0;
      return `${credible.length} of ${record.elements.length} left, ${labelOf(record, String(best))} with ${chance.toFixed(2)}`;
    }
    case 'set': {
      const set = answer.sets.at(-1);
      return set === undefined
        ? `all ${record.elements.length} may be needed`
        : `set of ${set.elements.length}, ${set.needed.filter(({ bound }) => bound < 1).length} of them tried clean`;
    }
    case 'clearing':
      return `${answer.applied.length} of ${record.elements.length} changes left`;
    case 'singles': {
      const open = answer.singles.filter(({ verdict }) => verdict === 'open').length;
      return `${open} of ${record.elements.length} open`;
    }
  }
}
