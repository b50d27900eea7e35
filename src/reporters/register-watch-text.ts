import pc from 'picocolors';
import type { FirstChange, RegisterWatchReport } from '../records/register-watch.ts';
import { alignedRows } from './aligned-rows.ts';
import { count, grouped } from './number-text.ts';
import { printable } from './printable.ts';
import { watchTable } from './watch-table.ts';

/** A watch for a person at a terminal: what changed, what came of it, the rows around it. */
export function registerWatchText(
  report: RegisterWatchReport,
  folder: string,
  useColors: boolean,
): string {
  const colors = pc.createColors(useColors);
  const { rows, alike, numbers } = watchTable(report);
  const table = rows.length > 1 ? ['', ...alignedRows(rows, numbers)] : [];
  return [
    (report.change === null ? colors.bold : colors.red)(printable(watchHeadline(report))),
    ...watchFacts(report).map(([name, text]) => `  ${name.padEnd(12)}${printable(text)}`),
    ...report.gaps.map((gap) => colors.yellow(`  not seen    ${printable(gap)}`)),
    ...table.map((line) => (line === '' ? '' : `  ${printable(line)}`)),
    ...(alike === '' ? [] : [`  ${printable(alike)}`]),
    '',
    colors.dim(`  folder: ${folder}`),
    '',
  ].join('\n');
}

/** What was found, in one sentence. */
export function watchHeadline(report: RegisterWatchReport): string {
  const { recipe, variant, watch, change, counts } = report;
  const name = `${recipe}/${variant}`;
  if (change !== null) {
    const registers = change.registers.map(({ register }) => register);
    return `${name}: ${watch.across ?? ''} did not restore ${listed(registers)}`;
  }
  if (watch.across === null) {
    return `${name}: ${count(counts.entries, 'entry', 'entries')} of ${watch.function} seen; no call was compared`;
  }
  if (counts.calls === 0)
    return `${name}: no call of ${watch.across} was seen from entry to return`;
  return `${name}: ${watch.across} restored every non-volatile register in ${count(counts.calls, 'call')}`;
}

/** Names and texts, in the order of a report. */
export function watchFacts(report: RegisterWatchReport): readonly (readonly [string, string])[] {
  const { change, counts, watch, trial } = report;
  const rate = counts.stopsPerSecond === null ? '' : `, ${grouped(counts.stopsPerSecond)} a second`;
  const left =
    counts.unreturned === 0 ? '' : `, ${count(counts.unreturned, 'call')} never returned`;
  return [
    ...(change === null ? [] : changeFacts(report, change)),
    [
      'watched',
      `${watch.function}${watch.across === null ? '' : ` across ${watch.across}`}${placesText(report)}`,
    ],
    ...(watch.across === null
      ? []
      : [['compared', `${watch.compared.join(' ')} (${conventions[watch.convention]})`] as const]),
    ['stops', `${grouped(counts.stops)} in ${trial.seconds.toFixed(1)} s${rate}${left}`],
    ['trial', trialText(report)],
    [
      'instrument',
      `${report.debugger.version}; what crashes under it counts in no rate of the plain loop`,
    ],
  ];
}

const conventions = {
  windows: 'non-volatile by the Windows x64 convention',
  sysv: 'non-volatile by the System V convention',
} as const;

function changeFacts(
  report: RegisterWatchReport,
  change: FirstChange,
): readonly (readonly [string, string])[] {
  const { counts, watch } = report;
  const where = change.caller ?? change.returnsTo ?? 'its caller';
  return [
    ...change.registers.map(
      ({ register, before, after }) =>
        [
          register,
          `was ${before} on entry of ${watch.across ?? ''} and ${after} on return to ${where}: it is non-volatile, so something called from there did not restore it`,
        ] as const,
    ),
    [
      'first',
      `call ${grouped(change.call)}${iterationText(change)}, stops ${grouped(change.before)} and ${grouped(change.after)}, thread ${change.thread}, return address ${change.returnsTo ?? 'unknown'}`,
    ],
    ['how often', `in ${grouped(counts.changedCalls)} of ${count(counts.calls, 'compared call')}`],
    ['then', consequence(report, change)],
  ];
}

/** What followed: memory that reads NULL at the next entry, and the end. */
function consequence(
  { rows, watch, fault, trial }: RegisterWatchReport,
  change: FirstChange,
): string {
  const next = rows.find(({ stop, at }) => at === 'entry' && stop > change.after);
  const lost = Object.entries(next?.values ?? {}).filter(
    ([place, value]) => place.startsWith('poi(') && value === '0x0',
  );
  const seen =
    next === undefined || lost.length === 0
      ? ''
      : `${listed(lost.map(([place]) => place))} ${lost.length === 1 ? 'was' : 'were'} 0x0 at the next entry of ${watch.function} (stop ${grouped(next.stop)}); `;
  if (trial.outcome !== 'crashed') return `${seen}the trial ended ${trial.outcome}`;
  const place = fault === null ? '' : ` in ${fault.function} (${fault.text})`;
  const turn =
    trial.iteration === change.iteration
      ? 'in the same iteration'
      : `at iteration ${grouped(trial.iteration ?? 0)}`;
  return `${seen}${trial.status}${place} ${turn}`;
}

function iterationText({ iteration, exact }: Pick<FirstChange, 'iteration' | 'exact'>): string {
  if (iteration === null) return ', before the first iteration';
  return `, at iteration ${exact ? '' : 'about '}${grouped(iteration)}`;
}

function placesText({ places }: RegisterWatchReport): string {
  const several = places.filter(({ locations }) => locations > 1);
  return several
    .map((place) => `; ${place.function} begins at ${place.locations} addresses`)
    .join('');
}

function trialText({ trial }: RegisterWatchReport): string {
  const at = trial.iteration === null ? '' : ` at iteration ${grouped(trial.iteration)}`;
  const seed = trial.seed === null ? '' : `, seed ${trial.seed}`;
  const why = trial.outcome === 'crashed' ? `, ${trial.status}` : '';
  return `${trial.outcome}${at}${why}${seed}`;
}

function listed(words: readonly string[]): string {
  return words.length < 2
    ? words.join('')
    : `${words.slice(0, -1).join(', ')} and ${words.at(-1) ?? ''}`;
}
