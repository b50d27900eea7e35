import { oneLine } from '../printable.ts';
import { changeText } from '../night-text.ts';
import type { Plot } from './axis.ts';
import { px, shortened } from './axis-text.ts';
import { html, type Html } from './html.ts';
import type { NightChange } from './provenance-changes.ts';

const MOST_ROWS = 3;
/** The height of a row of words. */
export const ROW = 16;
const LETTER = 7.2;

/** Rows that the words over a chart may need. */
export function flagRows(changes: readonly NightChange[]): number {
  return Math.min(MOST_ROWS, changes.length);
}

/** A line before each night that was made of something else, with its number and what it was. */
export function changeMarks(
  changes: readonly NightChange[],
  { plot, x, flagTop }: { plot: Plot; x: (night: number) => number; flagTop: number },
): readonly Html[] {
  const ends = Array.from({ length: flagRows(changes) }, () => -Infinity);
  const flags = changes.map(({ night, changes: own }, index) => {
    const at = px(x(night));
    const keys = own.map(({ key }) => key);
    const title = own.map(({ key, before, after }) => changeText(key, before, after)).join('; ');
    return { at, title, ...ownWords(index, keys, ends, at, plot) };
  });
  const lines = flags.map(({ at, row, title }) => {
    // A line without words would only cross those of others.
    const top = row < 0 ? plot.top : flagTop - 12 + row * ROW;
    const path = html`<path class="change" stroke-width="1.5" d="M${at} ${top}V${plot.bottom}" />`;
    return html`<g><title>${title}</title>${path}</g>`;
  });
  const words = flags
    .filter(({ row }) => row >= 0)
    .map(({ left, row, anchor, text }) => {
      const y = flagTop - 2 + row * ROW;
      return html`<text class="change-words" x="${left}" y="${y}" text-anchor="${anchor}"
        >${text}</text
      >`;
    });
  return [...lines, ...words];
}

interface Flag {
  readonly row: number;
  readonly text: string;
  readonly left: number;
  readonly anchor: 'start' | 'end';
}

/** In the first row with room: number and words, else the number alone, else nothing. */
function ownWords(
  index: number,
  keys: readonly string[],
  ends: number[],
  at: number,
  plot: Plot,
): Flag {
  const number = `${index + 1}`;
  for (const text of [`${number} ${shortened(oneLine(keys.join(', ')), 28)}`, number]) {
    const width = text.length * LETTER + 10;
    const anchor = at + width > plot.width ? 'end' : 'start';
    const left = anchor === 'start' ? at + 4 : at - 4;
    const begin = anchor === 'start' ? at : at - width;
    const row = ends.findIndex((end) => end <= begin);
    if (row >= 0) {
      ends[row] = begin + width;
      return { row, text, left, anchor };
    }
  }
  return { row: -1, text: '', left: at, anchor: 'start' };
}
