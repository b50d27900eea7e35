import type { Plan } from '../pipeline/plan.ts';
import { environmentPlace } from '../pipeline/environment-place.ts';
import { makePlan } from '../pipeline/plan.ts';
import { assumeToolbox, findToolbox } from '../pipeline/find-toolbox.ts';
import { resolveVariant } from '../recipe/resolve.ts';
import type { SourceOverride } from '../recipe/resolve-options.ts';
import type { Platform, WatchMode } from '../recipe/schema.ts';
import { UserError } from '../system/errors.ts';
import type { LoadedRecipe } from './find-recipe.ts';

/** Where a run is to take place. */
export interface Host {
  readonly platform: Platform;
  /** As `process.arch` names it. */
  readonly processor: string;
}

export interface VariantRequest {
  readonly variant?: string | undefined;
  readonly iterations?: number | undefined;
  readonly compiler?: string | undefined;
  readonly watch?: WatchMode | undefined;
  /** An interpreter that is there already, in place of the recipe's environment. */
  readonly interpreter?: string | undefined;
  /** Absolute path of a lock of packages. */
  readonly lock?: string | undefined;
  readonly source?: SourceOverride | undefined;
  /** A tag or the 40 digits of a commit, in place of the recipe's. */
  readonly ref?: string | undefined;
}

/**
 * Lays a variant out for this machine: finds its tools and plans its steps. Writes nothing.
 *
 * @throws UserError for a variant that does not exist, EnvironmentError for a tool that is missing.
 */
export async function prepare(
  loaded: LoadedRecipe,
  request: VariantRequest,
  host: Host,
  workspace: string,
): Promise<Plan> {
  const settings = resolve(loaded, request, host.platform);
  const place = await environmentPlace(settings, workspace);
  return makePlan(settings, await findToolbox(settings, host.processor, place), place, workspace);
}

/** The same for another platform, whose tools are taken to be the first that the recipe names. */
export async function prepareForElsewhere(
  loaded: LoadedRecipe,
  request: VariantRequest,
  platform: Platform,
  workspace: string,
): Promise<Plan> {
  const settings = resolve(loaded, request, platform);
  const place = await environmentPlace(settings, workspace);
  return makePlan(settings, assumeToolbox(settings, place), place, workspace);
}

function resolve(loaded: LoadedRecipe, request: VariantRequest, platform: Platform) {
  const { iterations, compiler, watch, interpreter, lock, source, ref } = request;
  if (compiler !== undefined && loaded.recipe.toolchain === undefined) {
    throw new UserError(
      `recipe ${loaded.recipe.name} compiles nothing, so --compiler ${compiler} has no meaning: leave it out`,
    );
  }
  return resolveVariant(loaded.recipe, request.variant, {
    platform,
    recipeDirectory: loaded.directory,
    overrides: {
      iterations,
      compilers: compiler === undefined ? undefined : [compiler],
      watch,
      interpreter,
      lock,
      source,
      ref,
    },
  });
}

/** The platform of this machine, as recipes name it. */
export function thisPlatform(platform: NodeJS.Platform): Platform {
  return platform === 'win32' || platform === 'darwin' ? platform : 'linux';
}
