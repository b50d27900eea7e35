import type { ClearingSettings } from '../../../src/search/sets/minimal-clearing-set.ts';
import type { SetSettings } from '../../../src/search/sets/minimal-set.ts';

/** A control with five crashes, whose mean is 10,000. */
export const CONTROL = { crashes: 5, exposure: 50_000 };

const SHARED = {
  control: CONTROL,
  delta: 0.05,
  rho: 0.5,
  costs: { build: 1, startup: 0.02 },
  masked: 0,
  layouts: 1,
};

export function setSettings(settings: Partial<SetSettings> & { size: number }): SetSettings {
  const rest = { implications: [], maxSets: 1, singles: false, strategy: 'probdd' } as const;
  return { ...SHARED, ...rest, ...settings };
}

export function clearingSettings(
  settings: Partial<ClearingSettings> & { size: number },
): ClearingSettings {
  return { ...SHARED, implications: [], ...settings };
}
