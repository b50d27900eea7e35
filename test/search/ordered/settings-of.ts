import type { OrderedSettings } from '../../../src/search/ordered/ordered-search.ts';

/** A bracketed search of 16 indexes after five crashes of the control, with what is given changed. */
export function settingsOf(changes: Partial<OrderedSettings> = {}): OrderedSettings {
  return {
    size: 16,
    bracketed: true,
    control: { crashes: 5, exposure: 50_000 },
    delta: 0.05,
    rho: 1,
    costs: { build: 1, startup: 0 },
    masked: 0,
    layouts: 1,
    ...changes,
  };
}
