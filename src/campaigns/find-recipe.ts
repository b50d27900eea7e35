import { basename, dirname, extname, join, resolve } from 'node:path';
import { parseRecipe } from '../recipe/parse.ts';
import type { Recipe } from '../recipe/schema.ts';
import { UserError } from '../system/errors.ts';
import { exists, listFiles, readText } from '../system/files.ts';

/** A recipe with the text that it was read from. */
export interface LoadedRecipe {
  readonly recipe: Recipe;
  readonly text: string;
  /** As the user named it. */
  readonly reference: string;
  /** Absolute path. */
  readonly file: string;
  /** Absolute path of the folder that its relative paths start from. */
  readonly directory: string;
}

/** Where recipes are looked for. */
export interface RecipePlaces {
  /** The folder of the recipes that come with winrepro. */
  readonly embedded: string;
  readonly cwd: string;
}

/**
 * Loads a recipe by the name of an embedded one, or by the path of a YAML file.
 *
 * @throws UserError when there is none, or when it has a fault, with file, line, column and key.
 */
export async function loadRecipe(reference: string, places: RecipePlaces): Promise<LoadedRecipe> {
  const file = await findRecipe(reference, places);
  const text = await readText(file);
  return { recipe: parseRecipe(text, file), reference, text, file, directory: dirname(file) };
}

/** The names of the recipes that come with winrepro, sorted. */
export async function embeddedRecipes({ embedded }: RecipePlaces): Promise<readonly string[]> {
  const files = await listFiles(embedded);
  return files.filter((file) => extname(file) === '.yaml').map((file) => basename(file, '.yaml'));
}

async function findRecipe(reference: string, places: RecipePlaces): Promise<string> {
  const isPath = /[\\/]/.test(reference) || /\.ya?ml$/i.test(reference);
  const file = isPath ? resolve(places.cwd, reference) : join(places.embedded, `${reference}.yaml`);
  if (await exists(file)) return file;
  const known = (await embeddedRecipes(places)).join(', ');
  throw new UserError(
    isPath
      ? `no recipe file ${file}: check the path, or use one that comes with winrepro (${known})`
      : `no recipe ${reference}: there are ${known}; a file of your own is given as ./${reference}.yaml`,
  );
}
