import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { loadRecipe } from '../../src/campaigns/find-recipe.ts';
import { fleetSettings } from '../../src/campaigns/fleet/fleet-campaign.ts';
import { shipRecipe, unpackRecipe } from '../../src/campaigns/fleet/ship-recipe.ts';
import type { ShippedRecipe } from '../../src/records/fleet.ts';
import { UserError } from '../../src/system/errors.ts';
import { gzipText } from '../../src/system/gzip.ts';
import { sha256Text } from '../../src/system/hash.ts';
import { packageRoot } from '../cli/winrepro.ts';
import { testFolder } from '../system/folder.ts';

const embedded = join(packageRoot, 'recipes');
const control = join(embedded, 'control.yaml');

async function placesIn(folder: string) {
  const { recipe } = await loadRecipe(control, { embedded, cwd: folder });
  return { recipe, places: { embedded, cwd: folder } };
}

/** The control recipe as somebody's own, its sources beside it or elsewhere. */
async function ownRecipe(folder: string): Promise<string> {
  const { text } = await loadRecipe(control, { embedded, cwd: folder });
  await mkdir(join(folder, 'mine'), { recursive: true });
  const file = join(folder, 'mine', 'own ä.yaml');
  await writeFile(file, `# mine\n${text.replaceAll('../templates/', `../templates/`)}`);
  await mkdir(join(folder, 'templates'), { recursive: true });
  for (const path of await readdir(join(packageRoot, 'templates'), {
    recursive: true,
    withFileTypes: true,
  })) {
    if (!path.isFile()) continue;
    const below = join(path.parentPath, path.name).slice(join(packageRoot, 'templates').length);
    await mkdir(join(folder, 'templates', below, '..'), { recursive: true });
    await writeFile(
      join(folder, 'templates', below),
      await readFile(join(path.parentPath, path.name)),
    );
  }
  return file;
}

function evil(path: string, place = 'r.yaml'): ShippedRecipe {
  const text = 'schema: 1\n';
  return {
    name: 'evil',
    text,
    sha256: sha256Text(text),
    place,
    files: { [path]: gzipText(Buffer.from('x')) },
  };
}

describe('a recipe that is sent to workers', () => {
  it('travels without its files when it comes with winrepro', async () => {
    const { places } = await placesIn(await testFolder());
    const loaded = await loadRecipe('control', places);
    const shipped = await shipRecipe(loaded, fleetSettings(loaded, ['O0'], 'linux'), places);
    expect(shipped.files).toEqual({});
    const folder = await testFolder();
    expect((await unpackRecipe(shipped, folder, places)).recipe).toEqual(loaded.recipe);
    expect(await readdir(folder)).toEqual([]);
  });

  it('arrives with its files where the recipe looks for them, byte for byte', async () => {
    const home = await testFolder();
    const { places } = await placesIn(home);
    const loaded = await loadRecipe(await ownRecipe(home), places);
    const shipped = await shipRecipe(loaded, fleetSettings(loaded, ['O0'], 'linux'), places);
    expect(shipped.place).toBe('mine/own ä.yaml');
    expect(Object.keys(shipped.files).length).toBeGreaterThan(0);
    const folder = await testFolder();
    const arrived = await unpackRecipe(shipped, folder, places);
    expect(arrived.text).toBe(loaded.text);
    expect(arrived.recipe).toEqual(loaded.recipe);
    for (const path of Object.keys(shipped.files)) {
      const there = await readFile(join(arrived.directory, '..', ...path.split('/')));
      expect(there.equals(await readFile(join(home, ...path.split('/'))))).toBe(true);
    }
  });

  it.each([
    ...[
      '../x',
      'a/../../x',
      '/x',
      'C:/x',
      'C:x',
      'a\\..\\..\\x',
      '\\\\host\\x',
      '',
      '.',
      'a//x',
      './x',
    ],
    ...['nul', 'a/CON.txt', 'x.', 'x ', 'a:stream', 'a\0b', 'a\nb'],
  ])('is refused with a file %j, or at such a place, and nothing is written', async (path) => {
    const folder = await testFolder();
    const { places } = await placesIn(folder);
    for (const shipped of [evil(path), evil('fine', path)]) {
      const unpacking = unpackRecipe(shipped, join(folder, 'in'), places);
      await expect(unpacking).rejects.toThrow(UserError);
    }
    expect(await readdir(folder)).toEqual([]);
  });

  it('writes below its folder or not at all, whatever it is called', async () => {
    const folder = await testFolder();
    const { places } = await placesIn(folder);
    const part = fc.oneof(fc.constantFrom('..', '.', 'a', 'b c', 'C:', '~'), fc.string());
    const path = fc.array(part, { minLength: 1, maxLength: 4 }).map((parts) => parts.join('/'));
    await fc.assert(
      fc.asyncProperty(path, async (name) => {
        await unpackRecipe(evil(name), join(folder, 'in'), places).catch(() => undefined);
        expect((await readdir(folder)).filter((one) => one !== 'in')).toEqual([]);
      }),
      { numRuns: 200 },
    );
  });

  it('is refused when it arrived damaged, and when a file unpacks to far too much', async () => {
    const folder = await testFolder();
    const { places } = await placesIn(folder);
    const damaged = { ...evil('x'), text: 'other' };
    await expect(unpackRecipe(damaged, folder, places)).rejects.toThrow(/arrived damaged/);
    const bomb = { ...evil('x'), files: { x: gzipText(Buffer.alloc(64 * 1024 * 1024)) } };
    await expect(unpackRecipe(bomb, folder, places)).rejects.toThrow(/far too large/);
    expect(existsSync(join(folder, 'x'))).toBe(false);
  });
});
