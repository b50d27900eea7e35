import type { RateChange } from '../../records/night.ts';
import { nightWord } from '../night-text.ts';
import { oneLine } from '../printable.ts';
import { shortened } from './axis-text.ts';
import { swatch, type LegendItem } from './figure.ts';
import { html } from './html.ts';
import { machineShape, MOST_SHAPES, verdictColor } from './night-marks.ts';
import type { ChartedNight } from './nights-chart.ts';

const KINDS: readonly (RateChange['kind'] | null)[] = [
  'worse',
  'better',
  'same',
  'cannot-tell',
  null,
];

/** What colours and shapes mean: only those that the chart has. */
export function nightsLegend(
  nights: readonly ChartedNight[],
  machines: readonly string[],
  hasChanges: boolean,
): readonly LegendItem[] {
  const middle = { x: 11, y: 6, hollow: false, size: 1 };
  const kinds = new Set(nights.map(({ verdict }) => verdict?.kind ?? null));
  const rest = machines.length - MOST_SHAPES;
  const shapes = machines.slice(0, rest > 0 ? MOST_SHAPES - 1 : MOST_SHAPES);
  return [
    ...KINDS.filter((kind) => kinds.has(kind)).map((kind) => ({
      swatch: swatch(html`<path class="bar ${verdictColor(kind)}" d="M3 1H19V11H3Z" />`),
      words: kind === null ? 'no verdict' : nightWord(kind),
    })),
    ...shapes.map((machine, index) => ({
      swatch: swatch(machineShape(index, middle)),
      words: shortened(oneLine(machine), 60),
    })),
    ...(rest > 0
      ? [
          {
            swatch: swatch(machineShape(MOST_SHAPES - 1, middle)),
            words: `${rest + 1} more machines`,
          },
        ]
      : []),
    ...(nights.some(({ night }) => night.hazard.crashes === 0 && night.hazard.interval !== null)
      ? [
          {
            swatch: swatch(
              html`<path class="mark" stroke-width="1.5" d="M11 0v7" /><path
                  class="bar"
                  d="M7 5h8l-4 7Z"
                />`,
            ),
            words: 'no crash: the rate is below',
          },
        ]
      : []),
    ...(hasChanges
      ? [
          {
            swatch: swatch(html`<path class="change" stroke-width="2" d="M11 0V12" />`),
            words: 'made of something else from here on',
          },
        ]
      : []),
  ];
}
