import { isAbsolute, join, relative } from 'node:path';
import { parseRecipe } from '../../recipe/parse.ts';
import type { Settings } from '../../recipe/settings.ts';
import type { ExportManifest } from '../../records/export-manifest.ts';
import type { RecipeRecord } from '../../records/run-record.ts';
import { UserError } from '../../system/errors.ts';
import { readText } from '../../system/files.ts';
import { sha256Text } from '../../system/hash.ts';
import type { LoadedRecipe } from '../find-recipe.ts';
import { filesOf } from '../recipe-files.ts';

/**
 * The recipe of an unpacked archive, with the folder that its files start from.
 *
 * @param record the recipe as the run of the archive records it.
 * @throws UserError when there is none, when it is not the one that ran, or when it has a fault.
 */
export async function replayedRecipe(
  into: string,
  { recipe, files, id }: ExportManifest,
  record: RecipeRecord,
): Promise<LoadedRecipe> {
  const isThere = recipe !== null && files.some(({ path }) => path === recipe.file);
  if (!isThere || !recipe.file.startsWith('recipe/')) {
    throw new UserError(
      `the archive of ${id} holds no recipe, so it cannot be run again: look at it with --look`,
    );
  }
  const file = join(into, ...recipe.file.split('/'));
  const text = await readText(file);
  if (sha256Text(text) !== record.sha256) {
    throw new UserError(
      `the archive of ${id} is refused, because its ${recipe.file} is not the recipe that its record tells of: get it again`,
    );
  }
  return {
    recipe: parseRecipe(text, file),
    text,
    reference: file,
    file,
    directory: join(file, '..'),
  };
}

/** Somebody else's recipe has no business with other files of this machine. Throws UserError. */
export function requireOwnFiles(into: string, settings: Settings): void {
  for (const path of filesOf(settings)) {
    const below = relative(into, path);
    if (!isAbsolute(below) && !below.startsWith('..')) continue;
    throw new UserError(
      `the recipe ${settings.recipe} is refused, because it names ${path}, which is not in its archive: get the archive again`,
    );
  }
}
