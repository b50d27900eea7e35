import { scaleLinear } from 'd3-scale';
import type { TimelineAssociation, TimelineCell } from '../../records/timeline.ts';
import type { Plot } from '../html/axis.ts';
import { html, type Html } from '../html/html.ts';
import { correctedChance, SIGNIFICANT } from '../timeline-chance.ts';
import { px } from '../html/axis-text.ts';
import { PAPER, type KindColor } from './kind-colors.ts';
import { box, stroke, words } from './picture-words.ts';

/** For each position and kind the share of failures that have it, with what chance would give. */
export function profilePanel(
  association: TimelineAssociation,
  failures: number,
  kinds: readonly KindColor[],
  plot: Plot,
): Html {
  const { before, after } = association.lags;
  const shown = kinds.filter(({ name }) => association.cells.some(({ kind }) => kind === name));
  const shares = association.cells.map((cell) => Math.max(cell.failures, cell.expected) / failures);
  const x = scaleLinear([-before - 0.5, after + 0.5], [plot.left, plot.right]);
  const y = scaleLinear([0, Math.max(...shares, 0.01)], [plot.bottom, plot.top]).nice(3);
  const slot = (x(1) - x(0)) * 0.8;
  const width = slot / Math.max(1, shown.length);
  const bars = association.cells.map((cell) => {
    const index = shown.findIndex(({ name }) => name === cell.kind);
    const left = x(-cell.lag) - slot / 2 + index * width;
    return bar(cell, association, failures, { left, width, y, color: shown[index]?.color ?? '' });
  });
  const grid = y
    .ticks(3)
    .map(
      (value) =>
        html`${stroke(`M${plot.left} ${y(value)}H${plot.right}`, '#e6eaef')}${words(
          plot.left - 9,
          y(value) + 4.5,
          `${Number((value * 100).toPrecision(6))} %`,
          { anchor: 'end' },
        )}`,
    );
  const ticks = x.ticks(20).map((value) =>
    words(x(value), plot.bottom + 20, value < 0 ? `−${-value}` : value > 0 ? `+${value}` : '0', {
      anchor: 'middle',
      bold: value === 0,
    }),
  );
  return html`${words(24, plot.top - 24, 'failures with the event at that position; black line: by chance; not by chance (p < 0.01, corrected): ● more, ○ fewer')}
  ${grid}${bars}${stroke(`M${plot.left} ${plot.bottom}H${plot.right}`)}${stroke(`M${x(0)} ${plot.bottom}V${plot.top}`, '#b9c1ca')}${ticks}
  ${words((plot.left + plot.right) / 2, plot.bottom + 42, 'position of the event: −1 is directly before the failure', { anchor: 'middle' })}`;
}

interface BarPlace {
  readonly left: number;
  readonly width: number;
  readonly y: (value: number) => number;
  readonly color: string;
}

function bar(
  cell: TimelineCell,
  association: TimelineAssociation,
  failures: number,
  { left, width, y, color }: BarPlace,
): Html {
  const top = y(cell.failures / failures);
  const chance = y(cell.expected / failures);
  const found = correctedChance(cell, association).p < SIGNIFICANT;
  const expected =
    y(0) - chance < 1.5 ? null : stroke(`M${left - 0.5} ${chance}h${width}`, '#000000', 1.5);
  const dot = found
    ? html`<circle
        cx="${px(left + width / 2 - 0.5)}"
        cy="${px(Math.min(top, chance) - 7)}"
        r="2.6"
        style="fill:${cell.failures > cell.expected ? '#000000' : PAPER};stroke:#000000"
      />`
    : null;
  return html`${box(left, top, Math.max(1, width - 1), y(0) - top, color)}${expected}${dot}`;
}
