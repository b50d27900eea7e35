import { scaleLinear } from 'd3-scale';
import type { TimelinePicture } from '../../records/timeline.ts';
import type { Plot } from '../html/axis.ts';
import { html, type Html } from '../html/html.ts';
import { grouped } from '../number-text.ts';
import { indexedPng } from './indexed-png.ts';
import type { KindColor } from './kind-colors.ts';
import { DENSITY, INSET_REACH, type PictureLayout } from './picture-layout.ts';
import { stroke, words } from './picture-words.ts';
import { raster } from './raster.ts';

/** Rows of the inset at least so tall, in units, have the mark's letter in each event. */
const LETTERED_ROW = 12;

/** All rows over the whole reach, with the number of each failure at the left. */
export function mainPanel(
  picture: TimelinePicture,
  kinds: readonly KindColor[],
  { main, rowHeight, rowGap }: PictureLayout,
): Html {
  const { reach } = picture;
  const cells = image(picture, kinds, main, {
    rowHeight,
    rowGap,
    from: -reach,
    to: reach,
    least: 3,
    gap: 0,
  });
  const x = positionScale(main, reach);
  return html`${cells}${frame(main)}${positionTicks(main, x.ticks(9), x)}${rowTicks(picture, main)}${words(
    (main.left + main.right) / 2,
    main.bottom + 42,
    'events before (−) and after (+) the failure',
    { anchor: 'middle' },
  )}`;
}

/** The events directly around the failures, each to be told apart. */
export function insetPanel(
  picture: TimelinePicture,
  kinds: readonly KindColor[],
  { inset, rowHeight, rowGap }: PictureLayout,
): Html {
  const cells = image(picture, kinds, inset, {
    rowHeight,
    rowGap,
    from: -INSET_REACH,
    to: INSET_REACH,
    least: 1,
    gap: 2,
  });
  const x = positionScale(inset, INSET_REACH);
  const ticks = [-12, -8, -4, -1, 0, 1, 4, 8, 12].filter((at) => Math.abs(at) !== 1);
  return html`${cells}${frame(inset)}${positionTicks(inset, ticks, x)}${letters(picture, kinds, inset, rowHeight)}${words(
    (inset.left + inset.right) / 2,
    inset.bottom + 42,
    `the ${INSET_REACH} events on each side, one by one`,
    { anchor: 'middle' },
  )}`;
}

/** From the part of the main panel that the inset shows to the inset. */
export function connector(reach: number, { main, inset }: PictureLayout): Html {
  const x = positionScale(main, reach);
  const [left, right] = [x(-INSET_REACH - 0.5), x(INSET_REACH + 0.5)];
  const [edge, rise] = [main.top - 2, main.top - 10];
  const bracket = `M${left} ${edge}V${rise}H${right}V${edge}`;
  const lead = `M${right} ${rise}H${inset.left}M${inset.left} ${edge}V${rise}H${inset.right}V${edge}`;
  return stroke(bracket + lead);
}

/** The middle of a position is its number; half an event more on both sides. */
function positionScale(plot: Plot, reach: number) {
  return scaleLinear([-reach - 0.5, reach + 0.5], [plot.left, plot.right]);
}

function image(
  picture: TimelinePicture,
  kinds: readonly KindColor[],
  plot: Plot,
  plan: Omit<Parameters<typeof raster>[2], 'width'>,
): Html {
  const [width, height] = [plot.right - plot.left, plot.bottom - plot.top];
  const png = indexedPng(raster(picture, kinds, { ...plan, width: width * DENSITY }));
  return html`<image
    x="${plot.left}"
    y="${plot.top}"
    width="${width}"
    height="${height}"
    preserveAspectRatio="none"
    style="image-rendering:pixelated"
    href="data:image/png;base64,${png.toString('base64')}"
  />`;
}

function frame({ left, right, top, bottom }: Plot): Html {
  return stroke(`M${left - 0.5} ${top - 0.5}H${right + 0.5}V${bottom + 0.5}H${left - 0.5}Z`);
}

function positionTicks(plot: Plot, values: readonly number[], x: (value: number) => number): Html {
  return html`${values.map(
    (value) =>
      html`${stroke(`M${x(value)} ${plot.bottom + 1}v5`)}${words(
        x(value),
        plot.bottom + 20,
        signed(value),
        { anchor: 'middle', bold: value === 0 },
      )}`,
  )}`;
}

function signed(value: number): string {
  return value < 0 ? `−${grouped(-value)}` : value > 0 ? `+${grouped(value)}` : '0';
}

/** The numbers of failures, in the middle of their rows. */
function rowTicks({ rows, failures }: TimelinePicture, { left, top, bottom }: Plot): Html {
  const y = scaleLinear([0.5, failures + 0.5], [top, bottom]);
  const room = Math.max(1, Math.floor((bottom - top) / 42));
  const inner = y.ticks(Math.min(room, 8)).filter((value) => Number.isInteger(value) && value > 1);
  const step = Math.abs(y(2) - y(1));
  const clear = inner.filter(
    (value) => (value - 1) * step >= 16 && (failures - value) * step >= 16,
  );
  const values = failures === 1 ? [1] : [1, ...clear, failures];
  const marks = values.map(
    (value) =>
      html`${stroke(`M${left - 6} ${y(value)}h5`)}${words(
        left - 9,
        y(value) + 4.5,
        grouped(value),
        {
          anchor: 'end',
        },
      )}`,
  );
  const name = rows.length < failures ? `failure (${grouped(rows.length)} shown)` : 'failure';
  return html`${marks}${words(24, top - 16, name)}`;
}

function letters(
  { rows, reach }: TimelinePicture,
  kinds: readonly KindColor[],
  plot: Plot,
  rowHeight: number,
): readonly Html[] {
  const tall = rowHeight / DENSITY;
  if (tall < LETTERED_ROW) return [];
  const x = positionScale(plot, INSET_REACH);
  return rows.flatMap((codes, row) =>
    Array.from({ length: 2 * INSET_REACH + 1 }, (_, index) => index - INSET_REACH).flatMap(
      (position) => {
        const kind = kinds[(codes[reach + position] ?? 0) - 1];
        if (kind?.mark == null || kind.role === 'fine') return [];
        const { ink: color, color: ground } = kind;
        const style = { size: 9, anchor: 'middle', bold: true, color, ground } as const;
        return [words(x(position) - 0.5, plot.top + (row + 0.5) * tall + 2.3, kind.mark, style)];
      },
    ),
  );
}
