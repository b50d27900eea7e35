import { scaleLinear, scaleLog } from 'd3-scale';
import type { HazardRecord } from '../../records/stress-result.ts';
import { grouped } from '../number-text.ts';
import type { Tick } from './axis.ts';
import { powerOfTen } from './axis-text.ts';

/** Rates that differ by more than this are drawn on a logarithmic axis. */
const WIDEST_LINEAR = 100;

/** Where rates are along an axis that several variants or nights share. */
export interface RateScale {
  readonly log: boolean;
  /** Rates beyond the axis are put at its end. */
  readonly place: (rate: number) => number;
  readonly ticks: readonly Tick[];
  /** The unit of the ticks. */
  readonly title: string;
}

/** A scale over rates and their limits from `from` to `to`; null when no rate is known. */
export function rateScale(
  hazards: readonly HazardRecord[],
  [from, to]: readonly [number, number],
): RateScale | null {
  const centers = hazards.map(rateMark).filter(isPlaceable);
  if (centers.length === 0) return null;
  const least = centers.reduce((a, b) => Math.min(a, b));
  const middle = centers.reduce((a, b) => Math.max(a, b));
  const lowers = hazards.map(({ interval }) => interval?.lower ?? 0).filter(isPlaceable);
  const uppers = hazards.map(({ interval }) => interval?.upper ?? 0).filter(isPlaceable);
  const bottom = Math.max(
    least / 10,
    lowers.reduce((a, b) => Math.min(a, b), least),
  );
  const top = uppers.reduce((a, b) => Math.max(a, b), middle);
  return middle / least > WIDEST_LINEAR
    ? logScale(bottom * 0.8, top * 1.25, from, to)
    : linearScale(top, from, to);
}

/** Where the mark of a rate is: without a crash at its upper limit; null where nothing is known. */
export function rateMark({ crashes, hazard, interval }: HazardRecord): number | null {
  if (crashes > 0) return hazard;
  return interval?.upper ?? null;
}

function isPlaceable(value: number | null): value is number {
  return value !== null && value > 0 && Number.isFinite(value);
}

function logScale(bottom: number, top: number, from: number, to: number): RateScale {
  const scale = scaleLog([bottom, top], [from, to]).clamp(true);
  const powers = scale.ticks(40).filter((value) => value.toExponential().startsWith('1e'));
  return {
    log: true,
    place: (value) => (value > 0 ? scale(value) : from),
    ticks: powers.map((value) => ({ at: scale(value), label: powerOfTen(value) })),
    title: 'crashes per iteration',
  };
}

function linearScale(top: number, from: number, to: number): RateScale {
  const scale = scaleLinear([0, top * 1.05], [from, to]).clamp(true);
  // Ticks between 1 and 1000 are read faster than powers of ten.
  const unit = 10 ** (3 * Math.max(0, Math.ceil(-Math.log10(top) / 3)));
  return {
    log: false,
    place: scale,
    ticks: scale
      .ticks(4)
      .map((value) => ({ at: scale(value), label: String(Number((value * unit).toPrecision(6))) })),
    title: unit === 1 ? 'crashes per iteration' : `crashes per ${unitWord(unit)} iterations`,
  };
}

function unitWord(unit: number): string {
  return unit <= 1e6 ? grouped(unit) : powerOfTen(unit);
}
