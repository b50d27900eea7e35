import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import type { Protocol } from '../../src/recipe/protocol.ts';

const recipe = new URL('../../recipes/control.yaml', import.meta.url);

/** The protocol that is shipped, so that a change of the recipe meets these tests. */
export const controlProtocol: Protocol = (
  parse(readFileSync(recipe, 'utf8')) as { readonly protocol: Protocol }
).protocol;
