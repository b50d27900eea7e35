import { resolve as resolvePath } from 'node:path';
import { loadRecipe } from '../campaigns/find-recipe.ts';
import { planText } from '../campaigns/plan-text.ts';
import { prepare, prepareForElsewhere, type VariantRequest } from '../campaigns/prepare.ts';
import type { Platform } from '../recipe/schema.ts';
import { exitCode, type ExitCode } from './exit-codes.ts';
import { defaultRecipe, recipePlaces, thisHost } from './places.ts';
import { resultScreen } from './screens.ts';

export interface PlanArguments {
  readonly recipe: string | undefined;
  readonly workspace: string;
  readonly platform: Platform | undefined;
  readonly seed: number;
  readonly variant: VariantRequest;
}

/** Prints the commands of every step; returns the exit code. */
export async function plan(given: PlanArguments): Promise<ExitCode> {
  const host = thisHost();
  const loaded = await loadRecipe(given.recipe ?? defaultRecipe(host), recipePlaces());
  const workspace = resolvePath(given.workspace);
  const laidOut =
    given.platform === undefined || given.platform === host.platform
      ? await prepare(loaded, given.variant, host, workspace)
      : await prepareForElsewhere(loaded, given.variant, given.platform, workspace);
  resultScreen().write(planText(laidOut, workspace, given.seed));
  return exitCode.done;
}
