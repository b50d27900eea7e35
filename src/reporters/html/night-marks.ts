import type { RateChange } from '../../records/night.ts';
import { nightWord } from '../night-text.ts';
import { html, type Html } from './html.ts';
import { chip } from './table.ts';

const COLORS = { better: 'good', worse: 'bad', same: 'even', 'cannot-tell': 'open' } as const;

export type VerdictColor = (typeof COLORS)[keyof typeof COLORS] | 'none';

/** The colour of a verdict; `none` for a night without one. */
export function verdictColor(kind: RateChange['kind'] | null): VerdictColor {
  return kind === null ? 'none' : COLORS[kind];
}

export function verdictChip(kind: RateChange['kind'] | null): Html {
  return chip(verdictColor(kind), kind === null ? 'no verdict' : nightWord(kind));
}

/** Outlines about 0 0 within a circle of 5; the last one is for all further machines. */
const SHAPES = [
  'M-4.5 0a4.5 4.5 0 1 0 9 0a4.5 4.5 0 1 0 -9 0Z',
  'M-4 -4H4V4H-4Z',
  'M0 -5L5 4H-5Z',
  'M0 -5.5L5.5 0L0 5.5L-5.5 0Z',
  'M0 5L5 -4H-5Z',
  'M-1.7 -5H1.7V-1.7H5V1.7H1.7V5H-1.7V1.7H-5V-1.7H-1.7Z',
  'M-5 -2.2H5V2.2H-5Z',
] as const;

export const MOST_SHAPES = SHAPES.length;

/** The shape that stands for a machine, about a point; hollow when it is only an upper limit. */
export function machineShape(
  machine: number,
  { x, y, hollow, size }: { x: number; y: number; hollow: boolean; size: number },
): Html {
  const outline = SHAPES[Math.min(machine, MOST_SHAPES - 1)] ?? SHAPES[0];
  return html`<path
    class="${hollow ? 'hollow' : 'bar'}"
    transform="translate(${x} ${y}) scale(${size})"
    d="${outline}"
  />`;
}
