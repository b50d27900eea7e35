import type { Plan } from '../pipeline/plan.ts';
import type { Expectation } from '../recipe/schema.ts';

/**
 * What the recipe expects of a plan. It depends on the compiler; where none is used the recipe can
 * only mean all of them alike.
 */
export function expectedOf({ settings: { expect }, toolbox: { compiler } }: Plan): Expectation {
  if (compiler !== null) return expect[compiler.family];
  const all = new Set(Object.values(expect));
  const [only, ...others] = all;
  return only !== undefined && others.length === 0 ? only : 'unknown';
}
