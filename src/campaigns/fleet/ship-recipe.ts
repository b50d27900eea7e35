import { isAbsolute, join, posix } from 'node:path';
import type { Settings } from '../../recipe/settings.ts';
import type { ShippedRecipe } from '../../records/fleet.ts';
import { UserError } from '../../system/errors.ts';
import { exists, makeDirectory, readBytes, writeFileAtomically } from '../../system/files.ts';
import { gunzipText, gzipText } from '../../system/gzip.ts';
import { sha256Text } from '../../system/hash.ts';
import { loadRecipe, type LoadedRecipe, type RecipePlaces } from '../find-recipe.ts';
import { placeIn, recipeFiles } from '../recipe-files.ts';

/** A recipe is text; more than this is something else, bytes as packed. */
const MOST_BYTES = 2 * 1024 * 1024;

/**
 * A recipe with all files that its variants refer to, to be laid out on another machine. One that comes
 * with winrepro travels without them: every winrepro has it.
 *
 * @param settings of all variants that are to be tried.
 * @throws UserError when it is too large to be shipped.
 */
export async function shipRecipe(
  { recipe, text, file }: LoadedRecipe,
  settings: readonly Settings[],
  places: RecipePlaces,
): Promise<ShippedRecipe> {
  const shipped = { name: recipe.name, text, sha256: sha256Text(text) };
  if (await isEmbedded(shipped, places)) {
    return { ...shipped, place: `${recipe.name}.yaml`, files: {} };
  }
  const { root, paths } = recipeFiles(file, settings);
  const files: Record<string, string> = {};
  let bytes = 0;
  for (const path of paths) {
    const packed = gzipText(await readBytes(path));
    bytes += packed.length;
    if (bytes > MOST_BYTES) {
      throw new UserError(
        `the files of recipe ${recipe.name} are too large to be sent to workers (over 2 MB packed): let it take its source from a repository`,
      );
    }
    files[placeIn(root, path)] = packed;
  }
  return { ...shipped, place: placeIn(root, file), files };
}

/**
 * Lays a shipped recipe out below a folder, and loads it. Throws UserError for a recipe with faults, or
 * with a path that leads elsewhere: nothing is written then.
 */
export async function unpackRecipe(
  shipped: ShippedRecipe,
  folder: string,
  places: RecipePlaces,
): Promise<LoadedRecipe> {
  if (sha256Text(shipped.text) !== shipped.sha256) {
    throw new UserError(`recipe ${shipped.name} arrived damaged: submit the campaign again`);
  }
  if (await isEmbedded(shipped, places)) return loadRecipe(shipped.name, places);
  const paths = [shipped.place, ...Object.keys(shipped.files)];
  for (const path of paths) requireInside(path, shipped.name);
  const own = join(folder, shipped.sha256.slice(0, 16));
  for (const [path, packed] of Object.entries(shipped.files)) {
    await writeInto(own, path, gunzipText(packed, MOST_BYTES * 20));
  }
  await writeInto(own, shipped.place, Buffer.from(shipped.text, 'utf8'));
  return loadRecipe(join(own, ...shipped.place.split('/')), places);
}

async function isEmbedded(
  { name, sha256 }: Pick<ShippedRecipe, 'name' | 'sha256'>,
  places: RecipePlaces,
): Promise<boolean> {
  if (!/^[A-Za-z0-9][A-Za-z0-9._-]*$/.test(name)) return false;
  if (!(await exists(join(places.embedded, `${name}.yaml`)))) return false;
  const { text } = await loadRecipe(name, places);
  return sha256Text(text) === sha256;
}

const DEVICE = /^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/i;

/** A path from elsewhere must stay in its folder, on every system. */
function requireInside(path: string, recipe: string): void {
  const parts = path.split('/');
  const isSafe =
    !isAbsolute(path) &&
    !posix.isAbsolute(path) &&
    !/[\\:<>"|?*\p{Cc}]/u.test(path) &&
    parts.every((part) => part !== '' && part !== '.' && part !== '..') &&
    parts.every((part) => !DEVICE.test(part) && !/[. ]$/.test(part));
  if (isSafe) return;
  throw new UserError(
    `recipe ${recipe} names a file ${JSON.stringify(path)}, which could lie outside of its folder: it is refused`,
  );
}

async function writeInto(folder: string, path: string, content: Buffer): Promise<void> {
  const parts = path.split('/');
  await makeDirectory(join(folder, ...parts.slice(0, -1)));
  await writeFileAtomically(join(folder, ...parts), content);
}
