import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { parseRecipe } from '../../src/recipe/parse.ts';
import { resolveVariant } from '../../src/recipe/resolve.ts';
import { platforms, type Platform } from '../../src/recipe/schema.ts';
import type { Settings } from '../../src/recipe/settings.ts';

const folder = fileURLToPath(new URL('../../recipes', import.meta.url));
const text = readFileSync(new URL('../../recipes/numpy-pypy.yaml', import.meta.url), 'utf8');
const recipe = parseRecipe(text, 'recipes/numpy-pypy.yaml');
const names = Object.keys(recipe.variants);

function settingsOf(variant: string | undefined, platform: Platform): Settings {
  return resolveVariant(recipe, variant, { platform, recipeDirectory: folder });
}
describe('the numpy-pypy recipe', () => {
  it.each(platforms)('has every variant on %s', (platform) => {
    for (const name of names) {
      const { why, patches, reproducer } = settingsOf(name, platform);
      expect(why).not.toBe('');
      expect(
        [...patches.map(({ file }) => file), reproducer.template].filter(
          (f) => f === undefined || !existsSync(f),
        ),
      ).toEqual([]);
    }
  });
});
