import type { StressVariantResult } from '../../records/stress-result.ts';
import { scaleLinear } from 'd3-scale';
import { count, grouped } from '../number-text.ts';
import { oneLine } from '../printable.ts';
import { bottomAxis, smallPlot, type Plot } from './axis.ts';
import { px, tickWords } from './axis-text.ts';
import { crashHistogram } from './crash-histogram.ts';
import { figure } from './figure.ts';
import { html, type Html } from './html.ts';
import { signatureGroups, type SignatureGroup } from './signature-marks.ts';

/** More crashes than this lie over one another: they are counted in bins instead. */
const MOST_MARKS = 500;
const ROW = 30;

type Place = (value: number) => number;

/** Where it crashed, a row or a colour for each signature; null without a crash at a known place. */
export function crashChart({
  signatures,
  model,
}: Pick<StressVariantResult, 'signatures' | 'model'>): Html | null {
  const groups = signatureGroups(signatures);
  const places = signatures.flatMap(({ iterations }) => iterations);
  if (places.length === 0) return null;
  const most = Math.max(
    1,
    model.longest,
    places.reduce((a, b) => Math.max(a, b), 0),
  );
  return places.length > MOST_MARKS ? crashHistogram(groups, most) : crashStrip(groups, most);
}

function crashStrip(groups: readonly SignatureGroup[], most: number): Html {
  const plot: Plot = { ...smallPlot(34 + 52 + groups.length * ROW), top: 20 };
  const x = scaleLinear([0, most], [plot.left, plot.right]);
  const words = tickWords(most);
  const ticks = x.ticks(6).map((value) => ({ at: x(value), label: words(value) }));
  const marks = groups.map((group, index) => row(group, plot.top + 14 + index * ROW, plot, x));
  const shown = groups
    .flatMap(({ signatures }) => signatures)
    .flatMap(({ iterations }) => iterations);
  return figure({
    caption: 'Where it crashed',
    label: `${count(shown.length, 'crash', 'crashes')} between iteration ${grouped(Math.min(...shown))} and ${grouped(Math.max(...shown))}, by signature.`,
    plot,
    drawing: html`${bottomAxis(plot, ticks, 'iteration of the crash')}${marks}`,
  });
}

function row(
  { letter, color, signatures }: SignatureGroup,
  top: number,
  plot: Plot,
  x: Place,
): Html {
  const marks = signatures.flatMap(({ signature, iterations }) =>
    iterations.map(
      (iteration) =>
        html`<path
          class="mark"
          stroke-width="2"
          stroke-opacity="0.8"
          d="M${px(x(iteration))} ${top}v18"
        >
          <title>${letter}: iteration ${grouped(iteration)}, ${oneLine(signature)}</title>
        </path>`,
    ),
  );
  return html`<text class="strong" x="${plot.left - 10}" y="${top + 14}" text-anchor="end"
      >${letter}</text
    >
    <g class="${color}">${marks}</g>`;
}
