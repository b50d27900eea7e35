import type { HazardRecord } from '../../records/stress-result.ts';
import { hazardText } from '../rate-text.ts';
import { px } from './axis-text.ts';
import { html, type Html } from './html.ts';
import { rateMark, rateScale, type RateScale } from './rate-scale.ts';

const WIDTH = 236;
const EDGE = 14;

/** The scale of a column of strips; null when no rate is known. */
export function stripScale(hazards: readonly HazardRecord[]): RateScale | null {
  return rateScale(hazards, [EDGE, WIDTH - EDGE]);
}

/** The axis over a column of strips. */
export function stripAxis({ ticks, title }: RateScale): Html {
  const every = Math.ceil(ticks.length / 5);
  const shown = ticks.filter((_, index) => index % every === 0);
  return html`<svg
    viewBox="0 0 ${WIDTH} 38"
    width="${WIDTH}"
    height="38"
    role="img"
    aria-label="${title}"
  >
    <text x="${EDGE - 10}" y="13">${title}</text>
    ${shown.map(({ at, label }) => html`<text x="${px(at)}" y="33" text-anchor="middle">${label}</text>`)}
  </svg>`;
}

/** One rate with its interval; an arrow to the left where only the upper limit is known. */
export function rateStrip(hazard: HazardRecord, scale: RateScale): Html {
  const { interval, crashes } = hazard;
  const mark = rateMark(hazard);
  if (interval === null || mark === null) return html`<span class="soft">not known</span>`;
  const [lower, at, upper] = [interval.lower, mark, interval.upper].map((value) =>
    px(scale.place(value)),
  );
  const grid = scale.ticks.map(({ at: x }) => html`<path class="grid" d="M${px(x)} 0V30" />`);
  const drawing =
    crashes === 0
      ? html`<path
            class="mark"
            stroke-width="2"
            d="M${upper ?? 0} 9v12M${upper ?? 0} 15h-16"
          /><path class="bar" d="M${px((upper ?? 0) - 20)} 15l8 -4.5v9Z" />`
      : html`<path class="mark" stroke-width="2" d="M${lower ?? 0} 15H${upper ?? 0}" /><circle
            class="bar"
            cx="${at ?? 0}"
            cy="15"
            r="4.5"
          />`;
  const words = `${hazardText(hazard)} per iteration`;
  return html`<svg
    viewBox="0 0 ${WIDTH} 30"
    width="${WIDTH}"
    height="30"
    role="img"
    aria-label="${words}"
  >
    <title>${words}</title>
    ${grid}
    <g class="${crashes === 0 ? 'c7' : 'c0'}">${drawing}</g>
  </svg>`;
}
