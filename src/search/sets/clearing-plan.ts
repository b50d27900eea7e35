import type { Probe } from '../search.ts';
import { sum, type CleanModel } from './clean-model.ts';
import type { Evidence, LayoutExposure } from './evidence.ts';

/** Rounding in the sums of exposures must not ask for one more process. */
const TOLERANCE = 1e-9;
/** A product of masked shares this near to beta would need an endless exposure. */
const MARGIN = 1e-3;
/** Of an exposure that is found by bisection. */
const PRECISION = 1e-3;

/** What can be said of a candidate without looking for a probe. */
export type ClearingState = 'cleared' | 'impossible' | 'blocked' | 'crashed' | 'open';

interface Known {
  readonly model: CleanModel;
  readonly evidence: Evidence;
}

/** Whether a candidate is cleared to an error of at most `beta`, or never can be. */
export function clearingState(known: Known, candidate: string, beta: number): ClearingState {
  const { model, evidence } = known;
  if (evidence.crashes(candidate) > 0) return 'crashed';
  if (evidence.miss(candidate) <= beta * (1 + TOLERANCE)) return 'cleared';
  if (evidence.isBlocked(candidate)) return 'blocked';
  const layouts = evidence.layouts(candidate).length + freeLayouts(known, candidate).length;
  return suffices(model, layouts, beta) ? 'open' : 'impossible';
}

/** The next probe to clear a candidate whose state is `open`; null in any other state. */
export function planClearing(known: Known, candidate: string, beta: number): Probe | null {
  if (clearingState(known, candidate, beta) !== 'open') return null;
  const { model, evidence } = known;
  const layouts = evidence.layouts(candidate);
  const free = freeLayouts(known, candidate);
  const step =
    model.masked === 0
      ? singleLayout(model, layouts, beta)
      : cheapest(model, { layouts, free }, beta);
  return step && { candidate, purpose: 'certify', ...step };
}

/** Layouts that the candidate was not built in, ascending. */
export function freeLayouts({ model, evidence }: Known, candidate: string): number[] {
  const all = Array.from({ length: model.masked === 0 ? 1 : model.layouts }, (_, layout) => layout);
  return all.filter((layout) => !evidence.isBuilt(candidate, layout));
}

/** Else no exposure brings the product of masked shares below beta. */
function suffices({ masked }: CleanModel, layouts: number, beta: number): boolean {
  return masked === 0 || masked ** layouts < beta * (1 - MARGIN);
}

function singleLayout(
  model: CleanModel,
  known: readonly LayoutExposure[],
  beta: number,
): LayoutExposure {
  const done = sum(known.map(({ exposure }) => exposure));
  return { layout: known[0]?.layout ?? 0, exposure: model.clearExposure(beta) - done };
}

/**
 * All of the layouts in use are brought to one level of exposure, as that is what the product over
 * layouts needs least of; how many there should be is weighed against the cost of building them.
 */
function cheapest(
  model: CleanModel,
  { layouts, free }: { layouts: readonly LayoutExposure[]; free: readonly number[] },
  beta: number,
): LayoutExposure | null {
  let best: { cost: number; step: LayoutExposure } | null = null;
  for (let added = 0; added <= free.length; added++) {
    const used = [...layouts, ...free.slice(0, added).map((layout) => ({ layout, exposure: 0 }))];
    if (!suffices(model, used.length, beta)) continue;
    const level = levelFor(model, used, beta);
    const missing = used.map(({ exposure }) => Math.max(0, level - exposure));
    const cost = sum(missing) + added * (model.build + model.startup);
    if (best && best.cost <= cost) break;
    const at = missing.findIndex((exposure) => exposure > 0);
    const layout = used[at]?.layout;
    if (layout !== undefined) best = { cost, step: { layout, exposure: missing[at] ?? 0 } };
  }
  return best?.step ?? null;
}

/** The exposure that each of these layouts has to reach, at the upper end of the bisection. */
function levelFor(model: CleanModel, used: readonly LayoutExposure[], beta: number): number {
  const missAt = (level: number): number =>
    model.miss(used.map(({ exposure }) => Math.max(exposure, level)));
  let high = model.mean;
  while (missAt(high) > beta) high *= 2;
  let low = 0;
  while (high - low > PRECISION * high) {
    const middle = (low + high) / 2;
    if (missAt(middle) > beta) low = middle;
    else high = middle;
  }
  return high;
}
