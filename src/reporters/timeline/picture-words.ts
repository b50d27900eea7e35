import { html, type Html } from '../html/html.ts';
import { px } from '../html/axis-text.ts';

const INK = '#1b222c';
const SOFT = '#56616e';

export interface WordStyle {
  readonly size?: number;
  readonly anchor?: 'start' | 'middle' | 'end';
  readonly bold?: boolean;
  readonly color?: string;
  /** What it stands on, where that is not the paper. It is not drawn: it tells what measures contrast. */
  readonly ground?: string;
}

/**
 * Words in the picture. Styled in place: the picture is a file of its own and a part of a page, whose
 * style sheet must not change it.
 */
export function words(
  x: number,
  y: number,
  text: string,
  { size = 13, anchor = 'start', bold = false, color = SOFT, ground }: WordStyle = {},
): Html {
  const style = `font-family:'DejaVu Sans',Verdana,sans-serif;font-size:${size}px;font-weight:${bold ? 700 : 400};fill:${color};text-anchor:${anchor}${ground === undefined ? '' : `;background-color:${ground}`}`;
  return html`<text x="${px(x)}" y="${px(y)}" style="${style}">${text}</text>`;
}

export function heading(x: number, y: number, text: string, size: number): Html {
  return words(x, y, text, { size, bold: true, color: INK });
}

/** A line; grey unless said otherwise. */
export function stroke(path: string, color = '#8a939e', width = 1): Html {
  return html`<path d="${path}" style="fill:none;stroke:${color};stroke-width:${width}" />`;
}

/** A filled box. */
export function box(x: number, y: number, width: number, height: number, color: string): Html {
  return html`<rect
    x="${px(x)}"
    y="${px(y)}"
    width="${px(width)}"
    height="${px(height)}"
    style="fill:${color}"
  />`;
}
