import { scaleLinear } from 'd3-scale';
import type { HazardRecord, StressModel } from '../../records/stress-result.ts';
import { count, grouped, rate } from '../number-text.ts';
import { bottomAxis, leftAxis, smallPlot, type Plot } from './axis.ts';
import { px, tickWords } from './axis-text.ts';
import { figure, swatch, type LegendItem } from './figure.ts';
import { html, type Html } from './html.ts';

/** With more steps than this each of them is too narrow to be pointed at. */
const MOST_DOTS = 60;

type Place = (value: number) => number;

/** How many trials live how long, against the exponential of a constant hazard; null without a crash. */
export function survivalChart(model: StressModel, hazard: HazardRecord): Html | null {
  const { curve, longest } = model;
  const last = curve.at(-1);
  if (last === undefined || longest <= 0) return null;
  const plot = smallPlot();
  const least = Math.min(...curve.map(({ lower }) => lower));
  const x = scaleLinear([0, longest], [plot.left, plot.right]);
  const y = scaleLinear([least > 0.5 ? least : 0, 1], [plot.bottom, plot.top]).nice(5);
  const zoomed = (y.domain()[0] ?? 0) > 0 ? ' (axis does not begin at 0)' : '';
  const words = tickWords(longest);
  const drawing = html`
    ${leftAxis(
      plot,
      y
        .ticks(5)
        .map((value) => ({ at: y(value), label: String(Number((value * 100).toPrecision(9))) })),
      `% of trials still alive${zoomed}`,
    )}
    ${bottomAxis(
      plot,
      x.ticks(6).map((value) => ({ at: x(value), label: words(value) })),
      'iterations lived through',
    )}
    <g class="c0">
      <path class="band" d="${bandPath(model, x, y)}" />
      <path class="line" d="${stepPath(model, x, y)}" />
      ${dots(model, x, y)}
    </g>
    <path class="fit" d="${fitPath(hazard.hazard, longest, plot, x, y)}" />
  `;
  return figure({
    caption: 'How long trials live',
    label: `Survival curve: ${percent(last.survival)} of trials are alive after ${grouped(last.time)} iterations.`,
    plot,
    drawing,
    legend: legend(hazard),
  });
}

function percent(share: number): string {
  return `${Number((share * 100).toPrecision(3))} %`;
}

function stepPath({ curve, longest }: StressModel, x: Place, y: Place): string {
  const steps = curve.map(({ time, survival }) => `H${px(x(time))}V${px(y(survival))}`);
  return `M${px(x(0))} ${px(y(1))}${steps.join('')}H${px(x(longest))}`;
}

function bandPath({ curve, longest }: StressModel, x: Place, y: Place): string {
  const over = curve.map(({ time, upper }) => `H${px(x(time))}V${px(y(upper))}`);
  const under = curve.toReversed().map(({ time, lower }) => `V${px(y(lower))}H${px(x(time))}`);
  return `M${px(x(0))} ${px(y(1))}${over.join('')}H${px(x(longest))}${under.join('')}V${px(y(1))}Z`;
}

/** Ends at the lower edge when the axis does not go down to where the exponential goes. */
function fitPath(hazard: number, longest: number, plot: Plot, x: Place, y: Place): string {
  const points = Array.from({ length: 61 }, (_, index) => {
    const time = (longest * index) / 60;
    return [x(time), y(Math.exp(-hazard * time))] as const;
  }).filter(([, at]) => at <= plot.bottom + 0.5);
  return points
    .map(([right, down], index) => `${index === 0 ? 'M' : 'L'}${px(right)} ${px(down)}`)
    .join('');
}

function dots({ curve }: StressModel, x: Place, y: Place): readonly Html[] {
  if (curve.length > MOST_DOTS) return [];
  return curve.map(
    ({ time, survival, lower, upper }) =>
      html`<circle class="bar" cx="${px(x(time))}" cy="${px(y(survival))}" r="3">
        <title>
          after ${grouped(time)} iterations ${percent(survival)} are alive [${percent(lower)},
          ${percent(upper)}]
        </title>
      </circle>`,
  );
}

function legend({ crashes, hazard }: HazardRecord): readonly LegendItem[] {
  return [
    {
      swatch: swatch(html`<path class="line c0" d="M0 6H22" />`),
      words: `what was seen (Kaplan–Meier, ${count(crashes, 'crash', 'crashes')})`,
    },
    {
      swatch: swatch(html`<path class="band c0" d="M0 0H22V12H0Z" />`),
      words: '95 % band',
    },
    {
      swatch: swatch(html`<path class="fit" d="M0 6H22" />`),
      words: `constant hazard of ${rate(hazard)} per iteration`,
    },
  ];
}
