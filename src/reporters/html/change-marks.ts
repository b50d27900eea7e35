import { oneLine } from '../printable.ts';
import { changeText } from '../night-text.ts';
import type { Plot } from './axis.ts';
import { px, shortened } from './axis-text.ts';
import { html, type Html } from './html.ts';
import type { NightChange } from './provenance-changes.ts';

const MOST_ROWS = 3;
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
  return changes.map(({ night, changes: own }, index) => {
    const at = px(x(night));
    const words = ownWords(
      index,
      own.map(({ key }) => key),
      ends,
      at,
      plot,
    );
    const title = own.map(({ key, before, after }) => changeText(key, before, after)).join('; ');
    return html`<g>
      <title>${title}</title>
      <path
        class="change"
        stroke-width="1.5"
        d="M${at} ${flagTop - 12 + Math.max(0, words.row) * 16}V${plot.bottom}"
      />
      ${words.text === '' ? null : html`<text class="change-words" x="${words.left}" y="${flagTop - 2 + words.row * 16}" text-anchor="${words.anchor}">${words.text}</text>`}
    </g>`;
  });
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
