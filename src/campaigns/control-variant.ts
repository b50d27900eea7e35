import type { Recipe } from '../recipe/schema.ts';
import { UserError } from '../system/errors.ts';

/** The first variant that a recipe has for a positive control. Throws UserError without one. */
export function controlVariantOf(recipe: Recipe): string {
  const names = Object.keys(recipe.variants);
  const control = names.find((name) => recipe.variants[name]?.role === 'positive-control');
  if (control !== undefined) return control;
  throw new UserError(
    `recipe ${recipe.name} has no positive control to measure against: give a variant that crashes the role positive-control, or name one on the command line`,
  );
}
