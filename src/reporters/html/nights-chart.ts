import type { Night, NightVerdict } from '../../records/night.ts';
import { nightWord } from '../night-text.ts';
import { count } from '../number-text.ts';
import { oneLine } from '../printable.ts';
import { hazardText } from '../rate-text.ts';
import { bottomAxis, leftAxis, type Plot } from './axis.ts';
import { px } from './axis-text.ts';
import { changeMarks, flagRows, ROW } from './change-marks.ts';
import { wideFigure } from './figure.ts';
import { html, type Html } from './html.ts';
import { machineShape, verdictColor } from './night-marks.ts';
import { nightsLegend } from './nights-legend.ts';
import type { NightChange } from './provenance-changes.ts';
import { rateMark, rateScale, type RateScale } from './rate-scale.ts';

export interface ChartedNight {
  readonly night: Night;
  readonly verdict: NightVerdict | null;
}

/** The rate of one variant night by night, in the order of time; null when no rate is known. */
export function nightsChart(
  name: string,
  nights: readonly ChartedNight[],
  changes: readonly NightChange[],
): Html | null {
  const flagHeight = flagRows(changes) * ROW;
  const top = 38 + flagHeight;
  const plot: Plot = {
    width: 960,
    height: top + 252,
    left: 66,
    right: 945,
    top,
    bottom: top + 200,
  };
  const step = (plot.right - plot.left) / nights.length;
  const x = (index: number): number => plot.left + (index + 0.5) * step;
  const scale = rateScale(
    nights.map(({ night }) => night.hazard),
    [plot.bottom, plot.top],
  );
  if (scale === null) return null;
  const machines = [...new Set(nights.map(({ night }) => night.machine))];
  const size = Math.min(1, Math.max(0.4, step / 7));
  const marks = nights.map((one, index) =>
    nightMark(one, px(x(index)), machines.indexOf(one.night.machine), scale, size),
  );
  return wideFigure({
    caption: 'Rate of crashes, night by night',
    label: `${name}: rates of ${count(nights.length, 'night')} with their intervals; the figures are in the table.`,
    plot,
    drawing: html`${leftAxis(plot, scale.ticks, `${scale.title}${scale.log ? ' (logarithmic)' : ''}`)}
    ${bottomAxis(plot, dateTicks(nights, x), 'night (UTC)')}
    ${changeMarks(changes, { plot, x: (index) => x(index) - step / 2, flagTop: 14 })} ${marks}`,
    legend: nightsLegend(nights, machines, changes.length > 0),
  });
}

/** A date where a new day begins: two runs of one day need only one. */
function dateTicks(nights: readonly ChartedNight[], x: (index: number) => number) {
  const days = nights.map(({ night }) => night.at.slice(0, 'YYYY-MM-DD'.length));
  return days.flatMap((day, index) =>
    index > 0 && day === days[index - 1] ? [] : [{ at: x(index), label: day }],
  );
}

function nightMark(
  { night, verdict }: ChartedNight,
  x: number,
  machine: number,
  scale: RateScale,
  size: number,
): Html {
  const { hazard } = night;
  const rate = rateMark(hazard);
  if (rate === null) return html``;
  const y = px(scale.place(rate));
  const hollow = hazard.crashes === 0;
  const kind = verdict?.kind ?? null;
  const words = oneLine(
    `${night.at.slice(0, 16).replace('T', ' ')} on ${night.machine}: ${hazardText(hazard)} per iteration, ${count(hazard.crashes, 'crash', 'crashes')} in ${count(night.trials, 'trial')}${kind === null ? '' : `, ${nightWord(kind)}`}`,
  );
  return html`<g class="${verdictColor(kind)}">
    <title>${words}</title>
    ${hollow ? arrow(x, y, size) : whisker(hazard.interval, x, scale)}
    ${machineShape(machine, { x, y, hollow, size })}
  </g>`;
}

function whisker(interval: Night['hazard']['interval'], x: number, scale: RateScale): Html {
  if (interval === null) return html``;
  const [low, high] = [scale.place(interval.lower), scale.place(interval.upper)].map(px);
  return html`<path class="mark" stroke-width="1.5" d="M${x} ${low ?? 0}V${high ?? 0}" />`;
}

/** Downwards: the rate may be anything below. */
function arrow(x: number, y: number, size: number): Html {
  const wide = px(4 * size);
  return html`<path class="mark" stroke-width="1.5" d="M${x} ${y}v17" /><path
      class="bar"
      d="M${px(x - wide)} ${y + 15}h${wide * 2}l${-wide} 7Z"
    />`;
}
