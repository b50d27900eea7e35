import {
  FLEET_CAMPAIGN_SCHEMA,
  FLEET_WORKER_SCHEMA,
  type FleetCampaign,
  type WorkerCard,
} from '../../src/records/fleet.ts';

export function fleetCampaignSample(id: string): FleetCampaign {
  return {
    schema: FLEET_CAMPAIGN_SCHEMA,
    id,
    createdAt: '2026-11-25T17:00:00.000Z',
    winrepro: '0.1.0',
    platform: 'linux',
    recipe: { name: 'control', text: 'schema: 1\n', sha256: 'ab', place: 'r.yaml', files: {} },
    variants: ['optimized', 'O0'],
    seed: 7,
    iterations: null,
    watch: null,
    timeoutSeconds: null,
    stallSeconds: null,
  };
}

export function workerCardSample(name: string): WorkerCard {
  return {
    schema: FLEET_WORKER_SCHEMA,
    name,
    platform: 'linux',
    winrepro: '0.1.0',
    slots: 2,
    campaigns: { '2026-a': { builds: { optimized: 'ab', O0: null }, refused: null } },
  };
}
