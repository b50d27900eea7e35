import path from 'node:path';
import { UserError } from '../system/errors.ts';
import { byLikeness } from './did-you-mean.ts';
import type { Recipe } from './schema.ts';
import type { PatchSettings } from './settings.ts';

/**
 * A patch of a recipe by its name, its file beside the recipe's.
 *
 * @throws UserError when the recipe has no such patch.
 */
export function resolvePatch(recipe: Recipe, name: string, directory: string): PatchSettings {
  const patch = Object.hasOwn(recipe.patches, name) ? recipe.patches[name] : undefined;
  if (patch === undefined) {
    const known = byLikeness(name, Object.keys(recipe.patches)).join(', ');
    throw new UserError(
      `recipe ${recipe.name} has no patch ${name}: ${known === '' ? 'it has none at all' : `there are ${known}`}`,
    );
  }
  const { why, ...edit } = patch;
  switch (edit.edit) {
    case 'move-function':
      return { name, move: edit, why };
    case 'unoptimise':
      return { name, unoptimise: edit, why };
    default:
      return { name, file: path.resolve(directory, edit.file), why };
  }
}
