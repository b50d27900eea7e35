import { resolveVariant } from '../../recipe/resolve.ts';
import type { Settings } from '../../recipe/settings.ts';
import type { Platform } from '../../recipe/schema.ts';
import { FLEET_CAMPAIGN_SCHEMA, type FleetCampaign } from '../../records/fleet.ts';
import type { StressRecord } from '../../records/stress-record.ts';
import { UserError } from '../../system/errors.ts';
import type { LoadedRecipe, RecipePlaces } from '../find-recipe.ts';
import { shipRecipe } from './ship-recipe.ts';

/** The settings of variants for the platform of the workers. Throws UserError. */
export function fleetSettings(
  { recipe, directory }: LoadedRecipe,
  variants: readonly string[],
  platform: Platform,
): readonly Settings[] {
  return variants.map((name) =>
    resolveVariant(recipe, name, { platform, recipeDirectory: directory }),
  );
}

/** What workers are asked to do for a stress run. Throws UserError for what cannot be sent to them. */
export async function fleetCampaign(
  record: StressRecord,
  loaded: LoadedRecipe,
  settings: readonly Settings[],
  places: RecipePlaces,
): Promise<FleetCampaign> {
  const { options } = record;
  for (const key of ['compiler', 'interpreter', 'lock', 'source', 'shard'] as const) {
    if (options[key] === null) continue;
    throw new UserError(
      `--${key} names something of this machine, which workers do not have: leave it out, or put it into the recipe`,
    );
  }
  return {
    schema: FLEET_CAMPAIGN_SCHEMA,
    id: record.id,
    createdAt: record.createdAt,
    winrepro: record.winrepro,
    platform: record.platform,
    recipe: await shipRecipe(loaded, settings, places),
    variants: record.variants.map(({ name }) => name),
    seed: options.seed,
    iterations: options.iterations,
    watch: options.watch,
    timeoutSeconds: options.timeoutSeconds,
    stallSeconds: options.stallSeconds,
  };
}
