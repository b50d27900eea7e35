import { scaleLinear } from 'd3-scale';
import { count, grouped } from '../number-text.ts';
import { bottomAxis, leftAxis, smallPlot } from './axis.ts';
import { px, tickWords } from './axis-text.ts';
import { figure, swatch } from './figure.ts';
import { html, type Html } from './html.ts';
import type { SignatureGroup } from './signature-marks.ts';

const BINS = 30;
/** A result keeps at most so many places of a signature. */
const SAMPLE = 1000;

interface Bin {
  readonly from: number;
  readonly to: number;
  /** Crashes of each group; not whole where they stand for more than were kept. */
  readonly crashes: readonly number[];
}

/** Crashes in bins of equal width, the signatures on top of one another. */
export function crashHistogram(groups: readonly SignatureGroup[], most: number): Html {
  const plot = smallPlot();
  const bins = counted(groups, most);
  const highest = Math.max(...bins.map(({ crashes }) => total(crashes)));
  const x = scaleLinear([0, bins.at(-1)?.to ?? most], [plot.left, plot.right]);
  const y = scaleLinear([0, highest], [plot.bottom, plot.top]).nice(4);
  const width = bins[0] === undefined ? most : bins[0].to - bins[0].from;
  const sampled = groups.some(({ signatures }) => signatures.some(isSampled));
  const words = tickWords(most);
  const yWords = tickWords(highest);
  const bars = bins.flatMap((bin) => stack(bin, groups, x, y));
  const crashes = total(groups.flatMap(({ signatures }) => signatures.map((one) => one.count)));
  return figure({
    caption: `Where it crashed${sampled ? ' (from an even sample of the crashes)' : ''}`,
    label: `Histogram of ${count(crashes, 'crash', 'crashes')} by iteration and signature.`,
    plot,
    drawing: html`${leftAxis(
      plot,
      y
        .ticks(4)
        .filter(Number.isInteger)
        .map((value) => ({ at: y(value), label: yWords(value) })),
      `crashes in each ${grouped(width)} iterations`,
    )}
    ${bars}
    ${bottomAxis(
      plot,
      x.ticks(6).map((value) => ({ at: x(value), label: words(value) })),
      'iteration of the crash',
    )}`,
    legend: groups.map(({ letter, color }) => ({
      swatch: swatch(html`<path class="bar ${color}" d="M4 0h14v12h-14Z" />`),
      words: letter,
    })),
  });
}

function counted(groups: readonly SignatureGroup[], most: number): readonly Bin[] {
  const edges = scaleLinear([0, most], [0, 1]).nice(BINS).ticks(BINS);
  const width = (edges[1] ?? most) - (edges[0] ?? 0);
  const number = Math.max(1, Math.ceil((most + 1e-9) / width));
  const crashes = Array.from({ length: number }, () => groups.map(() => 0));
  groups.forEach(({ signatures }, group) => {
    for (const one of signatures) {
      const weight = isSampled(one) ? one.count / one.iterations.length : 1;
      for (const iteration of one.iterations) {
        const bin = crashes[Math.min(number - 1, Math.floor(iteration / width))];
        if (bin !== undefined) bin[group] = (bin[group] ?? 0) + weight;
      }
    }
  });
  return crashes.map((own, index) => ({
    from: index * width,
    to: (index + 1) * width,
    crashes: own,
  }));
}

function isSampled(one: SignatureGroup['signatures'][number]): boolean {
  return one.iterations.length >= SAMPLE && one.count > one.iterations.length;
}

function stack(
  { from, to, crashes }: Bin,
  groups: readonly SignatureGroup[],
  x: (value: number) => number,
  y: (value: number) => number,
): readonly Html[] {
  return crashes.flatMap((own, index) => {
    if (own === 0) return [];
    const under = total(crashes.slice(0, index));
    const top = y(under + own);
    const { letter, color } = groups[index] ?? { letter: '', color: '' };
    return [
      html`<rect
        class="bar ${color}"
        x="${px(x(from) + 0.5)}"
        y="${px(top)}"
        width="${px(Math.max(0.5, x(to) - x(from) - 1))}"
        height="${px(y(under) - top)}"
      >
        <title>
          ${letter}: ${count(Math.round(own), 'crash', 'crashes')} from iteration ${grouped(from)}
          to ${grouped(to)}
        </title>
      </rect>`,
    ];
  });
}

function total(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0);
}
