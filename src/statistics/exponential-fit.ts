import type { Lifetime } from './exposure.ts';
import { survivalCurve } from './survival-curve.ts';

export interface ExponentialFit {
  /** The largest distance between the Kaplan–Meier curve and the fitted exponential. */
  readonly distance: number;
  /** The lifetime at which they are that far apart. */
  readonly at: number;
  /** The chance of a departure as large when the hazard is constant. */
  readonly pValue: number;
}

/** Fewer places of crashes than this say nothing of a shape. */
const FEWEST_PLACES = 3;

/**
 * Holds the Kaplan–Meier curve against the exponential with the same crashes and exposure. The
 * distance is for the reader; the chance comes from the total time on test (Barlow and Campo 1975):
 * with a constant hazard the exposure of all processes at risk, up to each crash, spreads the
 * crashes evenly whatever was censored, and Kolmogorov's test needs no fitted parameter there.
 * Null with too few crashes to say anything.
 */
export function exponentialFit(lifetimes: readonly Lifetime[]): ExponentialFit | null {
  const places = evenPlaces(lifetimes);
  if (places.length < FEWEST_PLACES) return null;
  const exposure = lifetimes.reduce((total, { time }) => total + time, 0);
  const hazard = lifetimes.filter(({ crashed }) => crashed).length / exposure;
  let [distance, at, before] = [0, 0, 1];
  for (const { time, survival } of survivalCurve(lifetimes)) {
    const fitted = Math.exp(-hazard * time);
    const gap = Math.max(Math.abs(fitted - before), Math.abs(fitted - survival));
    if (gap > distance) [distance, at] = [gap, time];
    before = survival;
  }
  return { distance, at, pValue: kolmogorovPValue(places) };
}

/** Where each crash came, as a share of the total time on test; even under a constant hazard. */
function evenPlaces(lifetimes: readonly Lifetime[]): readonly number[] {
  const sorted = [...lifetimes].sort(
    (a, b) => a.time - b.time || Number(b.crashed) - Number(a.crashed),
  );
  let [total, before] = [0, 0];
  const places: number[] = [];
  sorted.forEach(({ time, crashed }, index) => {
    total += (time - before) * (sorted.length - index);
    before = time;
    if (crashed) places.push(total);
  });
  // The watching that ends with a crash has its last place at 1 by construction.
  if (sorted.at(-1)?.crashed === true) places.pop();
  return total === 0 ? [] : places.map((place) => place / total);
}

/** Kolmogorov's limit law with Stephens's correction for few places (JASA 69, 1974). */
function kolmogorovPValue(places: readonly number[]): number {
  const n = places.length;
  const gap = places.reduce(
    (largest, place, index) => Math.max(largest, place - index / n, (index + 1) / n - place),
    0,
  );
  const scaled = gap * (Math.sqrt(n) + 0.12 + 0.11 / Math.sqrt(n));
  // Below this the law is 1 to the last digit, and its series converges too slowly.
  if (scaled < 0.2) return 1;
  let chance = 0;
  for (let k = 1; k <= 100; k++) {
    chance += (k % 2 === 1 ? 2 : -2) * Math.exp(-2 * k * k * scaled * scaled);
  }
  return Math.min(1, Math.max(0, chance));
}
