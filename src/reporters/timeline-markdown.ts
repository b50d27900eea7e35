import type { Timeline } from '../records/timeline.ts';
import { escapeInline } from './markdown-text.ts';
import { courseLines } from './timeline-course.ts';
import {
  CELL_HEADINGS,
  cellWords,
  eventText,
  leftOutText,
  quartiles,
  shownCells,
} from './timeline-text.ts';
import { findingText, timelineName } from './timeline-words.ts';

const MOST_ROWS = 20;

/** A timeline as Markdown, ready to be pasted into an issue. */
export function timelineMarkdown(timeline: Timeline): string {
  const { association, distances, failures, notes, source, winrepro } = timeline;
  const shown = association === null ? null : shownCells(association);
  const besides = leftOutText(
    shown?.echoes ?? 0,
    Math.max(0, (shown?.cells.length ?? 0) - MOST_ROWS),
  );
  return [
    `### ${escapeInline(`${timelineName(timeline)}: ${findingText(timeline)}`)}`,
    '',
    ...(association === null
      ? []
      : [
          row(CELL_HEADINGS),
          row(CELL_HEADINGS.map((_, index) => (index === 0 || index === 4 ? '---' : '---:'))),
          ...(shown?.cells ?? [])
            .slice(0, MOST_ROWS)
            .map((cell) => row(cellWords(cell, association, failures))),
          '',
          `Of ${association.cells.length} pairs of a kind and a lag; lag 1 is directly before a failure. p is exact, shifted and corrected are for all pairs (simulated ${association.shifted} and ${association.relabelled} times, or the exact bound).`,
          '',
        ]),
    ...(besides === null ? [] : [`- ${escapeInline(besides)}`]),
    `- events: ${escapeInline(eventText(timeline))}`,
    ...distances
      .map(
        (one) =>
          `- distance to the last ${escapeInline(one.kind)}: ${quartiles(one.failures)} events at failures, ${quartiles(one.calls)} at all calls`,
      )
      .map(escapeBrackets),
    ...courseLines(timeline).map(([word, text]) => `- ${word}: ${escapeInline(text)}`),
    ...notes.map((note) => `- ${escapeInline(note)}`),
    '',
    `winrepro ${winrepro}, ${escapeInline('file' in source ? source.file : `run ${source.run}`)}`,
    '',
  ].join('\n');
}

function row(cells: readonly string[]): string {
  return `| ${cells.map((cell) => escapeInline(cell).replaceAll('|', '\\|')).join(' | ')} |`;
}

function escapeBrackets(text: string): string {
  return text.replaceAll(/[[\]]/g, (bracket) => `\\${bracket}`);
}
