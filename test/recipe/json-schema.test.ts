import { Ajv } from 'ajv';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { recipeSchema } from '../../src/recipe/schema.ts';
import { controlText, smallText, smallWith } from './texts.ts';

/** Draft 7 is what YAML editors read; `input` is a recipe as it is written, defaults left out. */
const generated = z.toJSONSchema(recipeSchema, {
  io: 'input',
  target: 'draft-7',
  // Editors take it for "must not be typed here"; the format only means that code keeps off.
  override: ({ jsonSchema }) => {
    delete jsonSchema.readOnly;
  },
});

describe('the JSON Schema for editors', () => {
  it('is the one that the recipe format makes (npm run schema writes it anew)', async () => {
    await expect(`${JSON.stringify(generated, null, 2)}\n`).toMatchFileSnapshot(
      '../../templates/recipe.schema.json',
    );
  });

  it('accepts the control recipe and refuses what is not in the format', () => {
    const accepts = new Ajv({ allowUnionTypes: true }).compile(generated);
    expect(accepts(parse(controlText)), JSON.stringify(accepts.errors)).toBe(true);
    expect(accepts(parse(smallText)), JSON.stringify(accepts.errors)).toBe(true);
    for (const bad of [
      smallWith('sources:', 'souces:'),
      smallWith('iterations: 5000', 'iterations: many'),
      smallWith('provider: c-program', 'provider: make'),
      smallWith('clang@linux', 'clang@windows'),
      smallWith('    why: as it was found\n', ''),
    ]) {
      expect(accepts(parse(bad)), bad).toBe(false);
    }
  });
});
