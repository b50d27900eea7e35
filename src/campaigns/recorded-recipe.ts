import { dirname } from 'node:path';
import { parseRecipe } from '../recipe/parse.ts';
import type { RecipeRecord } from '../records/run-record.ts';
import { sha256Text } from '../system/hash.ts';
import type { LoadedRecipe } from './find-recipe.ts';

/** The recipe as a record keeps it: later edits of its file change nothing. */
export function recordedRecipe(loaded: LoadedRecipe): RecipeRecord {
  const { recipe, reference, file, text } = loaded;
  return { name: recipe.name, reference, path: file, text, sha256: sha256Text(text) };
}

/** The recipe that a record keeps. Throws UserError when this winrepro reads it otherwise. */
export function recipeOf({ text, path, reference }: RecipeRecord): LoadedRecipe {
  return { recipe: parseRecipe(text, path), reference, text, file: path, directory: dirname(path) };
}
