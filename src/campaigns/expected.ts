import type { Plan } from '../pipeline/plan.ts';
import type { Expectation } from '../recipe/schema.ts';
import type { Settings } from '../recipe/settings.ts';

/**
 * What the recipe expects of a plan. It depends on the compiler; where none is used the recipe can
 * only mean all of them alike.
 */
export function expectedOf({ settings, toolbox: { compiler } }: Plan): Expectation {
  return compiler === null ? expectedAnywhere(settings) : settings.expect[compiler.family];
}

/** The same where nobody knows which compiler will be used. */
export function expectedAnywhere({ expect }: Pick<Settings, 'expect'>): Expectation {
  const all = new Set(Object.values(expect));
  const [only, ...others] = all;
  return only !== undefined && others.length === 0 ? only : 'unknown';
}
