import type { DerivedCampaign } from '../../src/records/history.ts';
import type { Night } from '../../src/records/night.ts';

/** A night of 100 clean trials of 10,000 iterations, but for what is given. */
export function night(changes: Partial<Night> = {}): Night {
  const { hazard } = changes;
  return {
    campaign: '20261124-020000-control-0001',
    kind: 'stress',
    at: '2026-11-24T02:00:00.000Z',
    recipe: 'control',
    variant: 'optimized',
    platform: 'linux',
    machine: 'Büro 1',
    winrepro: '0.1.0',
    state: 'finished',
    iterations: 10_000,
    watch: 'file',
    builds: ['a'.repeat(64)],
    trials: 100,
    crashed: hazard?.crashes ?? 0,
    clean: 100 - (hazard?.crashes ?? 0),
    hung: 0,
    failed: 0,
    interrupted: 0,
    seeds: null,
    hazard: rateOf(0, 1_000_000),
    signatures: [],
    provenance: { compiler: 'gcc 12.2.0', os: 'Debian' },
    ...changes,
  };
}

/** Without a real interval: nothing computes with that of a night. */
export function rateOf(crashes: number, exposure: number): Night['hazard'] {
  return {
    crashes,
    exposure,
    hazard: exposure === 0 ? 0 : crashes / exposure,
    interval: exposure === 0 ? null : { lower: 0, upper: 1 },
    confidence: 0.95,
  };
}

export function derived(changes: Partial<DerivedCampaign> = {}): DerivedCampaign {
  const { id = '20261124-020000-control-0001', kind = 'stress' } = changes;
  return {
    kind,
    id,
    fingerprint: 'f1',
    merged: [],
    problems: [],
    nights: [night({ campaign: id, kind })],
    ...changes,
  };
}
