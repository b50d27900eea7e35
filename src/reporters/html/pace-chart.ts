import { scaleLinear } from 'd3-scale';
import type { StressResult } from '../../records/stress-result.ts';
import { rate } from '../number-text.ts';
import { oneLine } from '../printable.ts';
import { bottomAxis, leftAxis, type Plot } from './axis.ts';
import { px, tickWords } from './axis-text.ts';
import { swatch, wideFigure } from './figure.ts';
import { html, type Html } from './html.ts';

const PLOT: Plot = { width: 960, height: 200, left: 62, right: 945, top: 34, bottom: 150 };

const UNITS = [
  { least: 2 * 86_400, seconds: 86_400, word: 'days' },
  { least: 2 * 3600, seconds: 3600, word: 'hours' },
  { least: 120, seconds: 60, word: 'minutes' },
  { least: 0, seconds: 1, word: 'seconds' },
] as const;

/** Trials a minute from the beginning to the end, with the notes where they came; null without trials. */
export function paceChart({ pace, createdAt, endedAt, notes }: StressResult): Html | null {
  const most = pace.reduce((a, b) => Math.max(a, b), 0);
  if (most === 0) return null;
  const plot = PLOT;
  const y = scaleLinear([0, most], [plot.bottom, plot.top]).nice(3);
  const words = tickWords(most);
  const step = (plot.right - plot.left) / pace.length;
  const bars = pace.flatMap((value, index) => bar(value, plot.left + index * step, step, y));
  const span = endedAt === null ? null : (Date.parse(endedAt) - Date.parse(createdAt)) / 1000;
  const marks = span === null ? [] : noteMarks(notes, createdAt, span);
  return wideFigure({
    caption: 'Pace',
    label: `Trials a minute over the run; at most ${rate(most)}.`,
    plot,
    drawing: html`${leftAxis(
        plot,
        y.ticks(3).map((value) => ({ at: y(value), label: words(value) })),
        'trials a minute',
      )}<g class="c0">${bars}</g>${timeAxis(span)}${marks}`,
    legend:
      marks.length === 0
        ? []
        : [
            {
              swatch: swatch(html`<path class="bar open" d="M6 1h10l-5 9Z" />`),
              words: 'a note, see below',
            },
          ],
  });
}

function bar(
  value: number,
  left: number,
  step: number,
  y: (value: number) => number,
): readonly Html[] {
  if (!(value > 0)) return [];
  return [
    html`<rect
      class="bar"
      x="${px(left + 0.5)}"
      y="${px(y(value))}"
      width="${px(Math.max(0.5, step - 1))}"
      height="${px(PLOT.bottom - y(value))}"
      ><title>${rate(value)} trials a minute</title></rect
    >`,
  ];
}

function timeAxis(span: number | null): Html {
  const plot = PLOT;
  if (span === null || !(span > 0)) {
    return bottomAxis(
      plot,
      [{ at: plot.left, label: 'begin' }],
      'from the beginning to the last trial',
    );
  }
  const unit = UNITS.find(({ least }) => span >= least) ?? UNITS[3];
  const x = scaleLinear([0, span / unit.seconds], [plot.left, plot.right]);
  const ticks = x.ticks(10).map((value) => ({ at: x(value), label: String(value) }));
  return bottomAxis(plot, ticks, `${unit.word} since the beginning`);
}

function noteMarks(notes: StressResult['notes'], begin: string, span: number): readonly Html[] {
  return notes.slice(0, 200).flatMap(({ at, text }) => {
    const share = (Date.parse(at) - Date.parse(begin)) / 1000 / span;
    if (!(share >= 0 && share <= 1)) return [];
    const x = px(PLOT.left + share * (PLOT.right - PLOT.left));
    return [
      html`<path class="bar open" d="M${x - 5} ${PLOT.top - 10}h10l-5 9Z"
        ><title>${at.slice(0, 19)}Z ${oneLine(text)}</title></path
      >`,
    ];
  });
}
