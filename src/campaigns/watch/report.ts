import { basename } from 'node:path';
import type { Remark } from '../../evidence/watch/stop.ts';
import { bareName } from '../../evidence/watch/watch-request.ts';
import {
  REGISTER_WATCH_SCHEMA,
  type RegisterWatchReport,
  type WatchedPlace,
} from '../../records/register-watch.ts';
import { trialPath } from '../../records/run-folder.ts';
import type { WatchRecord } from '../../records/watch-record.ts';
import { UserError } from '../../system/errors.ts';
import type { WatchedTrial } from './watch-trial.ts';

type Found = Extract<Remark, { kind: 'place' }>;

/**
 * The report of one watched trial.
 *
 * @throws UserError for a function that the program does not have, with the names that are like it.
 */
export function watchReport(
  record: WatchRecord,
  { trial, seen }: WatchedTrial,
): RegisterWatchReport {
  const { watch } = record;
  const remarks = seen.remarks();
  const places = remarks.filter((remark) => remark.kind === 'place');
  const counts = seen.tally.counts();
  const missing = places.find(({ locations }) => locations === 0);
  if (missing !== undefined) throw new UserError(notFound(missing));
  const change = seen.tally.change();
  const callers = remarks.filter((remark) => remark.kind === 'caller');
  const fault = remarks.findLast((remark) => remark.kind === 'fault');
  return {
    schema: REGISTER_WATCH_SCHEMA,
    id: record.id,
    createdAt: record.createdAt,
    recipe: record.recipe.name,
    variant: record.variant,
    debugger: { kind: record.debugger.kind, version: record.debugger.version },
    watch,
    trial,
    counts: {
      ...counts,
      stopsPerSecond: trial.seconds > 0 ? Math.round(counts.stops / trial.seconds) : null,
    },
    places: places.map(({ function: name, locations, inlined, near }) => ({
      ...{ function: name, locations, inlined, near },
    })),
    change:
      change === null
        ? null
        : {
            ...change,
            caller: callers.find(({ address }) => address === change.returnsTo)?.function ?? null,
          },
    rows: seen.tally.rows(),
    fault:
      trial.outcome !== 'crashed' || fault === undefined
        ? null
        : { signal: fault.signal, function: fault.function, text: fault.text },
    gaps: [...gapsOf(places), ...gapsOfReading(seen)],
    log: `${trialPath(trial.id)}/${basename('watch.log')}`,
  };
}

function notFound({ function: name, inlined, near }: Found): string {
  if (inlined.length > 0) {
    return (
      `${name} has no entry to stop at, for it was inlined into ${inlined.join(' and ')}: watch that ` +
      'function, or build a variant that does not inline it'
    );
  }
  const meant = near.length === 0 ? '' : `; did you mean ${near.join(' or ')}?`;
  return `no module that the program loaded has a function ${bareName(name)}${meant}`;
}

function gapsOf(places: readonly WatchedPlace[]): readonly string[] {
  return places.flatMap(({ function: name, inlined }) =>
    inlined.length === 0
      ? []
      : [`the copies of ${name} that were inlined into ${inlined.join(', ')}`],
  );
}

function gapsOfReading(seen: WatchedTrial['seen']): readonly string[] {
  const torn = seen.torn();
  return [
    ...(torn === 0 ? [] : [`${torn} stops, for the debugger's log was torn there`]),
    ...(seen.exact()
      ? []
      : ['the iteration of each stop: it is that of the moment at which the stop was read']),
  ];
}
