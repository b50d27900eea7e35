import type { TimelinePicture } from '../../records/timeline.ts';
import { shortened } from '../html/axis-text.ts';
import { html, type Html } from '../html/html.ts';
import { grouped } from '../number-text.ts';
import { PAPER, type KindColor } from './kind-colors.ts';
import { LEGEND_LINE, WIDTH } from './picture-layout.ts';
import { box, stroke, words } from './picture-words.ts';

/** Units that a letter takes, roughly, and those of a swatch with what is left free. */
const LETTER = 7.4;
const SWATCH = 29;
const FREE = 22;
const LEFT = 24;
const FIRST_LINE = 71;
const LONGEST_NAME = 32;

export interface Legend {
  readonly items: readonly Html[];
  readonly lines: number;
}

/** What the colours of the kinds that were seen mean, in as many lines as it takes. */
export function legendOf(kinds: readonly KindColor[], { rows }: TimelinePicture): Legend {
  const entries = kinds
    .filter(({ count }) => count > 0)
    .map(({ name, mark, color, count }) => ({
      text: `${mark === null ? '' : `${mark} `}${shortened(name, LONGEST_NAME)} (${grouped(count)})`,
      color,
    }));
  const outside = rows.some((row) => row.includes(0));
  const all = outside ? [...entries, { text: 'not in the trial', color: PAPER }] : entries;
  let [x, line] = [LEFT, 0];
  const items = all.map(({ text, color }) => {
    const width = SWATCH + text.length * LETTER;
    if (x > LEFT && x + width > WIDTH - LEFT) [x, line] = [LEFT, line + 1];
    const y = FIRST_LINE + line * LEGEND_LINE;
    const edge = color === PAPER ? stroke(`M${x} ${y + 0.5}h22v12h-22Z`) : null;
    const item = html`${box(x, y, 22, 13, color)}${edge}${words(x + SWATCH, y + 11, text)}`;
    x += width + FREE;
    return item;
  });
  return { items, lines: line + 1 };
}
