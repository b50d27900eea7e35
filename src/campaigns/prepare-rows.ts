import { EnvironmentError } from '../system/errors.ts';
import type { RowPlans } from './build-rows.ts';
import type { LoadedRecipe } from './find-recipe.ts';
import { prepare, type Host, type VariantRequest } from './prepare.ts';

/** A row, and the recipe in which it is the variant of that name. */
export interface RowToPrepare {
  readonly name: string;
  readonly loaded: LoadedRecipe;
}

/**
 * The plans of rows. One that cannot be tried on this machine has its reason instead. Throws
 * UserError for a variant that does not exist.
 */
export async function prepareRows(
  rows: readonly RowToPrepare[],
  request: VariantRequest,
  host: Host,
  workspace: string,
): Promise<RowPlans> {
  const plans = new Map<string, Awaited<ReturnType<typeof prepare>> | string>();
  for (const { name, loaded } of rows) {
    const plan = await prepare(loaded, { ...request, variant: name }, host, workspace).catch(
      (error: unknown) => {
        if (error instanceof EnvironmentError) return error.message;
        throw error;
      },
    );
    plans.set(name, plan);
  }
  return plans;
}
