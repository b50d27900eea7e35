import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { environmentPlace } from '../../src/pipeline/environment-place.ts';
import { findToolbox } from '../../src/pipeline/find-toolbox.ts';
import { makePlan, type Plan } from '../../src/pipeline/plan.ts';
import { performAction } from '../../src/pipeline/perform-action.ts';
import { runSteps } from '../../src/pipeline/run-steps.ts';
import type { Action } from '../../src/pipeline/action.ts';
import { parseRecipe } from '../../src/recipe/parse.ts';
import { resolveVariant } from '../../src/recipe/resolve.ts';
import type { ResolveOptions } from '../../src/recipe/resolve-options.ts';
import type { Recipe } from '../../src/recipe/schema.ts';
import type { Settings } from '../../src/recipe/settings.ts';
import { openUndoLog } from '../../src/system/undo-log.ts';
import { controlText } from '../recipe/texts.ts';
import { plainEnvironment, withKeeper } from '../system/kept.ts';

export const recipesFolder = fileURLToPath(new URL('../../recipes/', import.meta.url));

export const controlRecipe = (): Recipe => parseRecipe(controlText, 'control.yaml');

interface PlanRequest {
  readonly recipe: Recipe;
  readonly variant: string;
  readonly workspace: string;
  /** The recipe file's folder. */
  readonly directory?: string;
  readonly overrides?: ResolveOptions['overrides'];
  readonly edit?: (settings: Settings) => Settings;
}

/** The plan of a variant on this machine, with its settings edited. */
export async function planOf({
  recipe,
  variant,
  workspace,
  directory: recipeDirectory = recipesFolder,
  overrides = {},
  edit = (settings) => settings,
}: PlanRequest): Promise<Plan> {
  const platform = process.platform === 'win32' ? 'win32' : 'linux';
  const settings = edit(resolveVariant(recipe, variant, { platform, recipeDirectory, overrides }));
  const place = await environmentPlace(settings, workspace);
  return makePlan(settings, await findToolbox(settings, process.arch, place), place, workspace);
}

/** Builds a plan, really. */
export async function built(plan: Plan): Promise<Plan> {
  await withKeeper((keeper) =>
    runSteps(plan.steps, {
      keeper,
      environment: plainEnvironment,
      signal: new AbortController().signal,
      undo: openUndoLog(join(plan.folder, '..', 'undo')),
    }),
  );
  return plan;
}

/** Performs actions one after the other, with a log in `folder`. */
export async function performed(actions: readonly Action[], folder: string): Promise<void> {
  await withKeeper(async (keeper) => {
    for (const action of actions) {
      await performAction(action, {
        keeper,
        environment: plainEnvironment,
        signal: new AbortController().signal,
        undo: openUndoLog(join(folder, 'undo')),
        log: join(folder, 'logs', 'test.log'),
      });
    }
  });
}
