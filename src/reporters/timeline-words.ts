import type { Timeline, TimelineCell } from '../records/timeline.ts';
import { count, grouped, rate } from './number-text.ts';
import { printable } from './printable.ts';
import { chanceText, correctedChance, SIGNIFICANT } from './timeline-chance.ts';

/** `control/marks`, or the name of the file. */
export function timelineName({ source }: Timeline): string {
  return printable('file' in source ? source.file : `${source.recipe}/${source.variant}`);
}

/** The cell that stands out; null when none does. */
export function outstanding({ association }: Timeline): TimelineCell | null {
  const cell = association?.cells[association.leading ?? -1];
  if (association === null || cell === undefined) return null;
  return correctedChance(cell, association).p < SIGNIFICANT ? cell : null;
}

/** `directly before`, `3 events after`. */
export function placeText(lag: number): string {
  const side = lag > 0 ? 'before' : 'after';
  return Math.abs(lag) === 1 ? `directly ${side}` : `${Math.abs(lag)} events ${side}`;
}

/** What was found, in one sentence without its end. */
export function findingText(timeline: Timeline): string {
  const { association, failures, calls } = timeline;
  if (failures === 0) return `no failure in ${count(calls, 'call')}: there is nothing to align`;
  const cell = outstanding(timeline);
  if (cell !== null) {
    return `${cell.kind} stands ${placeText(cell.lag)} ${grouped(cell.failures)} of ${count(failures, 'failure')} (by chance: ${expectedText(cell.expected)})`;
  }
  if (association === null) {
    return `${count(failures, 'failure')}; there is nothing to hold them against`;
  }
  return `${count(failures, 'failure')}; no kind of event goes with ${failures === 1 ? 'it' : 'them'}`;
}

/** A count that need not be whole: `0.0028`, `2.6`, `565`. */
export function expectedText(value: number): string {
  return value >= 100 ? grouped(value) : value >= 0.001 ? value.toPrecision(2) : rate(value);
}

/** What stands under the picture. */
export function captionLines(timeline: Timeline): readonly string[] {
  const { association, source, events, trials, winrepro } = timeline;
  const cell = outstanding(timeline);
  const finding = findingText(timeline);
  const from = 'file' in source ? source.file : `run ${source.run}`;
  const first =
    association === null
      ? `${finding}.`
      : cell === null
        ? `${finding} (looked at: ${association.cells.length} pairs of kind and position, corrected p ≥ ${SIGNIFICANT}).`
        : `${finding}: p = ${chanceText(cell.exact)} exact, ${chanceText(correctedChance(cell, association).chance)} corrected for ${association.cells.length} pairs.`;
  return [
    `${first.charAt(0).toUpperCase()}${first.slice(1)}`,
    printable(
      `${from}, ${count(trials.length, 'trial')}, ${count(events, 'event')}; winrepro ${winrepro}`,
    ),
  ];
}
