import { checkRate } from '../../statistics/hazard.ts';
import type { SearchSettings } from '../search.ts';

export interface OrderedSettings extends SearchSettings {
  /** Indexes 0 to size - 1, in their order. */
  readonly size: number;
  /** Index 0 is known to be clean and the last to crash; neither is tried. */
  readonly bracketed: boolean;
  /** Weights of the first crashing index, not normalised; even when not given. */
  readonly prior?: readonly number[];
}

/** Throws RangeError for settings that cannot be searched with. */
export function checkOrderedSettings(settings: OrderedSettings): void {
  const { size, bracketed, control, delta, rho, masked, layouts, costs } = settings;
  const least = bracketed ? 2 : 1;
  if (!Number.isSafeInteger(size) || size < least) {
    throw new RangeError(`an ordered search needs at least ${least} indexes, not ${size}`);
  }
  checkRate(control);
  if (control.crashes === 0 || control.exposure === 0) {
    throw new RangeError('the control has not crashed yet: nothing can be searched with it');
  }
  if (!(delta > 0 && delta < 1) || !(rho > 0 && rho <= 1) || !(masked >= 0 && masked < 1)) {
    throw new RangeError(
      `delta ${delta}, rho ${rho} and the masked share ${masked} must lie from 0 to 1`,
    );
  }
  if (!Number.isSafeInteger(layouts) || layouts < 1) {
    throw new RangeError(`an index has at least 1 layout, not ${layouts}`);
  }
  if (!(costs.build >= 0) || !(costs.startup >= 0)) {
    throw new RangeError(`costs are at least 0, not ${costs.build} and ${costs.startup}`);
  }
}

/** The index that a candidate names. Throws RangeError for a name that this search cannot give. */
export function parseIndex(candidate: string, size: number): number {
  const index = /^(?:0|[1-9]\d*)$/.test(candidate) ? Number(candidate) : NaN;
  if (!(index < size)) {
    throw new RangeError(`a candidate is an index from 0 to ${size - 1}, not ${candidate}`);
  }
  return index;
}
