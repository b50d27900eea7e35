import { recordedRequest } from '../campaigns/recorded-request.ts';
import { expectedAnywhere, expectedOf } from '../campaigns/expected.ts';
import type { LoadedRecipe } from '../campaigns/find-recipe.ts';
import { fleetCampaign, fleetSettings } from '../campaigns/fleet/fleet-campaign.ts';
import { submitTo } from '../campaigns/fleet/queue-runner.ts';
import type { VariantRequest } from '../campaigns/prepare.ts';
import { prepareRows } from '../campaigns/prepare-rows.ts';
import { buildHere } from '../campaigns/stress/build-variants.ts';
import type { MakeRunner } from '../campaigns/stress/run-stress.ts';
import type { Platform } from '../recipe/schema.ts';
import type { StressRecord } from '../records/stress-record.ts';
import type { FleetConnection } from '../system/fleet-connection.ts';
import { recipePlaces, thisHost } from './places.ts';

/** Where the trials of a stress run take place. */
export interface StressGround {
  readonly by: 'machine' | 'fleet';
  readonly platform: Platform;
  /** What the recipe expects of a variant there. */
  readonly expected: (variant: string) => StressRecord['variants'][number]['expected'];
  /** Throws UserError for what cannot be done there. */
  readonly makeRunner: (record: StressRecord) => Promise<MakeRunner>;
}

export interface GroundRequest {
  readonly loaded: LoadedRecipe;
  readonly variants: readonly string[];
  readonly request: VariantRequest;
  readonly workspace: string;
}

/** This machine. Throws UserError for a variant that does not exist. */
export async function groundHere(asked: GroundRequest): Promise<StressGround> {
  const { loaded, variants, request, workspace } = asked;
  const rows = variants.map((name) => ({ name, loaded }));
  const plans = await prepareRows(rows, request, thisHost(), workspace);
  return {
    by: 'machine',
    platform: thisHost().platform,
    expected(variant) {
      const plan = plans.get(variant);
      return plan === undefined || typeof plan === 'string' ? 'unknown' : expectedOf(plan);
    },
    makeRunner: () => Promise.resolve(buildHere(plans)),
  };
}

/** The workers of a fleet. Throws UserError for a variant that does not exist. */
export function groundOfFleet(
  { loaded, variants, request }: GroundRequest,
  platform: Platform,
  fleet: FleetConnection,
): StressGround {
  const settings = fleetSettings(loaded, variants, platform);
  return {
    by: 'fleet',
    platform,
    expected(variant) {
      const own = settings.find((one) => one.variant === variant);
      return own === undefined ? 'unknown' : expectedAnywhere(own);
    },
    async makeRunner(record) {
      const asked = { ...record, options: { ...record.options, ...recordedRequest(request) } };
      return submitTo(fleet, await fleetCampaign(asked, loaded, settings, recipePlaces()));
    },
  };
}
