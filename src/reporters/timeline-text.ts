import pc from 'picocolors';
import type {
  Timeline,
  TimelineAssociation,
  TimelineCell,
  TimelineDistance,
} from '../records/timeline.ts';
import { alignedRows } from './aligned-rows.ts';
import { count, grouped, rate } from './number-text.ts';
import { printable } from './printable.ts';
import { chanceText, correctedChance, SIGNIFICANT } from './timeline-chance.ts';
import { courseLines } from './timeline-course.ts';
import { expectedText, findingText, outstanding, timelineName } from './timeline-words.ts';

const MOST_CELLS = 8;

/** A timeline for a person at a terminal: what goes with the failures, and how sure that is. */
export function timelineText(timeline: Timeline, useColors: boolean): string {
  const colors = pc.createColors(useColors);
  const found = outstanding(timeline) !== null;
  return [
    (found ? colors.red : colors.bold)(`${timelineName(timeline)}: ${findingText(timeline)}`),
    ...timelineLines(timeline).map((line) => `  ${line}`.trimEnd()),
    '',
  ].join('\n');
}

/** All but the headline, without indentation. */
export function timelineLines(timeline: Timeline): readonly string[] {
  const { association, notes } = timeline;
  return [
    `events      ${eventText(timeline)}`,
    ...(association === null ? [] : associationLines(association, timeline.failures)),
    ...distanceLines(timeline),
    ...courseLines(timeline).map(([word, text]) => `${word.padEnd(11)} ${text}`),
    ...notes.map((note) => `note        ${printable(note)}`),
  ];
}

/** `200,069 in 1 trial: 199,992 fine, 69 minor-collection, 8 null-seen`. */
export function eventText({ events, trials, kinds }: Timeline): string {
  const seen = kinds.filter(({ count: times }) => times > 0).sort((a, b) => b.count - a.count);
  const names = seen.map(({ name, count: times }) => `${grouped(times)} ${printable(name)}`);
  return `${grouped(events)} in ${count(trials.length, 'trial')}${names.length === 0 ? '' : `: ${names.join(', ')}`}`;
}

/** The cells that stand out. */
export interface ShownCells {
  /** The leading one, then those that say more than it does, the least likely first. */
  readonly cells: readonly TimelineCell[];
  /** Others below the line, which say no more once the leading one is known. */
  readonly echoes: number;
}

export function shownCells(association: TimelineAssociation): ShownCells {
  const { cells, leading } = association;
  const first = cells[leading ?? -1];
  const others = cells.filter(
    (cell) => cell !== first && correctedChance(cell, association).p < SIGNIFICANT,
  );
  const more = others
    .filter(({ remaining }) => remaining.p < SIGNIFICANT)
    .sort((a, b) => (a.exact.log10 ?? 0) - (b.exact.log10 ?? 0));
  return {
    cells: [...(first === undefined ? [] : [first]), ...more],
    echoes: others.length - more.length,
  };
}

/** What is said of echoes and of rows that were left out; null when there are none. */
export function leftOutText(echoes: number, left: number): string | null {
  const parts = [
    ...(left > 0 ? [`${grouped(left)} more that say something of their own`] : []),
    ...(echoes > 0
      ? [`${grouped(echoes)} that are echoes: once the first is known they say no more`]
      : []),
  ];
  return parts.length === 0
    ? null
    : `besides, corrected below ${SIGNIFICANT}: ${parts.join(', and ')}`;
}

export const CELL_HEADINGS = [
  'kind',
  'lag',
  'failures',
  'by chance',
  'times as often [95 %]',
  'p',
  'corrected',
  'shifted',
  'remaining',
] as const;

export function cellWords(
  cell: TimelineCell,
  association: TimelineAssociation,
  failures: number,
): readonly string[] {
  return [
    printable(cell.kind),
    String(cell.lag),
    `${grouped(cell.failures)} of ${grouped(failures)}`,
    expectedText(cell.expected),
    ratioWords(cell),
    chanceText(cell.exact),
    chanceText(correctedChance(cell, association).chance),
    rate(cell.shiftedCorrected),
    chanceText(cell.remaining),
  ];
}

function ratioWords({ ratio }: TimelineCell): string {
  if (ratio === null) return '';
  const [value, lower, upper] = [ratio.value, ratio.lower, ratio.upper].map((one) =>
    one === null ? '∞' : one === 0 ? '0' : one >= 100 ? grouped(one) : one.toPrecision(2),
  );
  return `${value} [${lower}, ${upper}]`;
}

function associationLines(association: TimelineAssociation, failures: number): readonly string[] {
  const { cells, lags, relabelled, shifted, seed } = association;
  const shown = shownCells(association);
  const rows = shown.cells
    .slice(0, MOST_CELLS)
    .map((cell) => cellWords(cell, association, failures));
  const besides = leftOutText(shown.echoes, shown.cells.length - rows.length);
  const looked = `${count(cells.length, 'pair')} of a kind and a lag, ${-lags.after} to ${lags.before}: lag 1 is directly before a failure, lag -1 directly after`;
  if (rows.length === 0) return [`association none in ${looked}`];
  return [
    `association in ${looked}`,
    ...[
      ...alignedRows([CELL_HEADINGS, ...rows], new Set([1, 2, 3, 5, 6, 7, 8])),
      ...(besides === null ? [] : [besides]),
      'p: exact, when any calls may have failed',
      `corrected: for all pairs, simulated ${grouped(relabelled)} times (seed ${seed}), or the exact bound where that says more`,
      `shifted: corrected too, the failures moved along the calls all together ${grouped(shifted)} times, which keeps bursts`,
      'remaining: what is left of p once the first is known',
    ].map((line) => `            ${line}`),
  ];
}

function distanceLines({ distances }: Timeline): readonly string[] {
  return distances.map(({ kind, failures, calls, nearer, p }, index) => {
    const test =
      nearer === null || p === null
        ? ''
        : `; nearer at a failure with a chance of ${nearer.toPrecision(2)} (p ${p > 0 ? `= ${chanceText({ p, log10: Math.log10(p) })}` : '< 1e-300'}, approximate)`;
    return `${index === 0 ? 'distance' : '        '}    to the last ${printable(kind)}: ${quartiles(failures)} events at failures, ${quartiles(calls)} at all calls${test}`;
  });
}

/** `1,456 [725, 2,176]`: the median and the quartiles. */
export function quartiles({ lower, median, upper }: TimelineDistance): string {
  const [a, b, c] = [lower, median, upper].map((one) => (one === null ? 'never' : grouped(one)));
  return `${b} [${a}, ${c}]`;
}
