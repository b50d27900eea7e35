import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parseRecipe } from '../../src/recipe/parse.ts';
import { placeholders } from '../../src/recipe/placeholders.ts';
import { resolveVariant } from '../../src/recipe/resolve.ts';
import { recipeSchema } from '../../src/recipe/schema.ts';
import { UserError } from '../../src/system/errors.ts';

const guide = readFileSync(new URL('../../docs/recipes.md', import.meta.url), 'utf8');
const blocks = [...guide.matchAll(/^```(\w*)\n([^]*?)^```$/gm)].map((match) => ({
  language: match[1] ?? '',
  text: match[2] ?? '',
}));
const recipes = blocks.filter(
  ({ language, text }) => language === 'yaml' && text.includes('schema: '),
);

describe('the guide to recipes', () => {
  it.each([0, 1])('has example %i that is read and resolved in every variant', (index) => {
    const recipe = parseRecipe(recipes[index]?.text ?? '', 'example.yaml');
    for (const name of Object.keys(recipe.variants)) {
      expect(
        resolveVariant(recipe, name, { platform: 'linux', recipeDirectory: '/r' }).variant,
      ).toBe(name);
    }
  });

  it('shows the messages of its broken recipe as they are', () => {
    const shown = blocks.find(({ text }) => text.startsWith('broken.yaml:'))?.text.trimEnd() ?? '';
    expect(() => parseRecipe(recipes[2]?.text ?? '', 'broken.yaml')).toThrow(new UserError(shown));
  });

  it('speaks of every section, of every key of a variant and of every placeholder', () => {
    const { variants, ...sections } = recipeSchema.shape;
    const keys = Object.keys(variants.valueType.shape);
    const words = [...Object.keys(sections), 'variants', ...keys].filter(
      (word) => !['$schema', 'description'].includes(word),
    );
    for (const word of words) expect(guide).toMatch(new RegExp(`\`${word}\`|### ${word}\n`));
    for (const name of placeholders) expect(guide).toContain(`\`{${name}}\``);
  });
});
