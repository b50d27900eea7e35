import { px } from './axis-text.ts';
import { html, type Html } from './html.ts';

/** A drawing and the edges of the area in it that data are drawn in, in its own units. */
export interface Plot {
  readonly width: number;
  readonly height: number;
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

/** A mark on an axis, where it is along it. */
export interface Tick {
  readonly at: number;
  readonly label: string;
}

/** Letters are at most so wide, on a phone, where they are the biggest. */
const LETTER = 8.6;
const GAP = 14;

/** The widest plot of a chart that stands beside others. */
export function smallPlot(height = 250): Plot {
  return { width: 480, height, left: 72, right: 452, top: 34, bottom: height - 52 };
}

/** The axis below, with its title to the right, and grid lines upwards. */
export function bottomAxis(plot: Plot, ticks: readonly Tick[], title: string): Html {
  const { left, right, top, bottom } = plot;
  const marks = spaced(ticks, plot).map(
    ({ at, label }) =>
      html`<path class="grid" d="M${px(at)} ${top}V${bottom}" /><text
          x="${px(anchored(at, label, plot))}"
          y="${bottom + 19}"
          text-anchor="middle"
          >${label}</text
        >`,
  );
  return html`${marks}<path class="base" d="M${left} ${bottom}H${right}" /><text
      x="${right}"
      y="${bottom + 41}"
      text-anchor="end"
      >${title}</text
    >`;
}

/** The axis to the left, its title over it, and grid lines to the right. */
export function leftAxis(plot: Plot, ticks: readonly Tick[], title: string): Html {
  const { left, right, top } = plot;
  const marks = ticks.map(
    ({ at, label }) =>
      html`<path class="grid" d="M${left} ${px(at)}H${right}" /><text
          x="${left - 8}"
          y="${px(at + 4)}"
          text-anchor="end"
          >${label}</text
        >`,
  );
  return html`${marks}<text x="4" y="${top - 18}">${title}</text>`;
}

/** Every n-th tick, so that no two labels touch. */
function spaced(ticks: readonly Tick[], plot: Plot): readonly Tick[] {
  const widest = Math.max(0, ...ticks.map(({ label }) => label.length)) * LETTER + GAP;
  const room = Math.max(1, Math.floor((plot.right - plot.left) / widest));
  const every = Math.max(1, Math.ceil(ticks.length / room));
  return ticks.filter((_, index) => index % every === 0);
}

/** The middle of a label that stays inside the drawing. */
function anchored(at: number, label: string, { width }: Plot): number {
  const half = (label.length * LETTER) / 2;
  return Math.min(Math.max(at, half), width - half);
}
