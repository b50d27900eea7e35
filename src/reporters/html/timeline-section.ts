import type { Timeline, TimelinePicture } from '../../records/timeline.ts';
import { printable } from '../printable.ts';
import { courseLines } from '../timeline-course.ts';
import {
  CELL_HEADINGS,
  cellWords,
  eventText,
  leftOutText,
  quartiles,
  shownCells,
} from '../timeline-text.ts';
import { findingText } from '../timeline-words.ts';
import { timelineDrawing } from '../timeline/timeline-svg.ts';
import { grouped } from '../number-text.ts';
import { html, type Html } from './html.ts';
import { factList, plainList, table } from './table.ts';

const MOST_ROWS = 40;

/** What a run's event marks tell: the picture, what goes with the failures, when they come. */
export function timelineSection(timeline: Timeline, picture: TimelinePicture): Html {
  const drawing = timelineDrawing(timeline, picture);
  const finding = findingText(timeline);
  return html`<section id="timeline">
    <h2>Events around the failures</h2>
    <p>${finding.charAt(0).toUpperCase()}${finding.slice(1)}.</p>
    ${
      drawing === null
        ? null
        : html`<figure class="is-wide">
            <figcaption>Timeline</figcaption>
            <div class="scroll" tabindex="0" role="region" aria-label="Timeline">
              <div class="wide">${drawing}</div>
            </div>
          </figure>`
    }
    ${associationTable(timeline)}
    ${factList([
      ['Events', eventText(timeline)],
      ...courseLines(timeline).map(
        ([word, text]) => [`${word.charAt(0).toUpperCase()}${word.slice(1)}`, text] as const,
      ),
    ])}
    ${distanceTable(timeline)} ${plainList(timeline.notes)}
  </section>`;
}

function associationTable({ association, failures }: Timeline): Html | null {
  if (association === null) return null;
  const shown = shownCells(association);
  const { cells, relabelled, shifted, seed } = association;
  const besides = leftOutText(shown.echoes, Math.max(0, shown.cells.length - MOST_ROWS));
  const rows = shown.cells
    .slice(0, MOST_ROWS)
    .map((cell) => cellWords(cell, association, failures));
  if (rows.length === 0) return null;
  return html`${table(
      `What stands out of ${cells.length} pairs of a kind of event and a lag`,
      CELL_HEADINGS.map((heading, index) =>
        index === 0 ? { heading } : { heading, kind: 'number' as const },
      ),
      rows,
    )}
    <p class="small soft">
      Lag 1 is the event directly before a failure, lag −1 the one directly after. p is the exact
      chance of such a count when any calls may have failed. Corrected: for all pairs, simulated
      ${grouped(relabelled)} times with seed ${seed}, or the exact bound where that says more.
      Shifted: the same with the failures moved along the calls all together, ${grouped(shifted)}
      times, which keeps bursts. Remaining: what is left of p once the first row is known.
      ${besides === null ? null : `${besides.charAt(0).toUpperCase()}${besides.slice(1)}.`}
    </p>`;
}

function distanceTable({ distances }: Timeline): Html | null {
  if (distances.length === 0) return null;
  return table(
    'Events since the last one of each kind: the median and the quartiles',
    [
      { heading: 'kind' },
      { heading: 'at failures', kind: 'number' },
      { heading: 'at all calls', kind: 'number' },
      { heading: 'chance to be nearer at a failure', kind: 'number' },
    ],
    distances.map(({ kind, failures, calls, nearer }) => [
      printable(kind),
      quartiles(failures),
      quartiles(calls),
      nearer === null ? '' : nearer.toPrecision(3),
    ]),
  );
}
