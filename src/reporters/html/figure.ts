import type { Plot } from './axis.ts';
import { html, type Html } from './html.ts';

/** What a colour or a dash means. */
export interface LegendItem {
  readonly swatch: Html;
  readonly words: string;
}

export interface FigureParts {
  readonly caption: string;
  /** What the chart says, for who cannot see it. */
  readonly label: string;
  readonly plot: Pick<Plot, 'width' | 'height'>;
  readonly drawing: Html;
  readonly legend?: readonly LegendItem[];
}

/** A chart that shrinks with its column. */
export function figure({ caption, label, plot, drawing, legend = [] }: FigureParts): Html {
  return html`<figure class="charted">
    <figcaption>${caption}</figcaption>
    ${canvas(plot, label, drawing)}${legendList(legend)}
  </figure>`;
}

/** A chart that is as wide as the page, and scrolls where it cannot be. */
export function wideFigure({ caption, label, plot, drawing, legend = [] }: FigureParts): Html {
  return html`<figure class="is-wide">
    <figcaption>${caption}</figcaption>
    <div class="scroll" tabindex="0" role="region" aria-label="${caption}">
      <div class="wide">${canvas(plot, label, drawing)}</div>
    </div>
    ${legendList(legend)}
  </figure>`;
}

/** A swatch of a legend: what is drawn in 22 by 12 units. */
export function swatch(drawing: Html): Html {
  return html`<svg viewBox="0 0 22 12" aria-hidden="true">${drawing}</svg>`;
}

function canvas({ width, height }: FigureParts['plot'], label: string, drawing: Html): Html {
  return html`<svg viewBox="0 0 ${width} ${height}" role="img" aria-label="${label}">
    ${drawing}
  </svg>`;
}

function legendList(items: readonly LegendItem[]): Html | null {
  if (items.length === 0) return null;
  const entries = items.map(({ swatch: mark, words }) => html`<li>${mark}${words}</li>`);
  return html`<ul class="legend">
    ${entries}
  </ul>`;
}
