import { UserError } from '../system/errors.ts';
import { programPath } from './program-path.ts';
import type { ResolveOptions } from './resolve-options.ts';
import type { Environment, Recipe, Variant } from './schema.ts';

/**
 * The environment of a variant on one platform; an interpreter that the command line names stands
 * in for it.
 *
 * @throws UserError where the recipe has none for the platform, or needs none at all.
 */
export function resolveEnvironment(
  recipe: Recipe,
  variant: Variant,
  { platform, recipeDirectory, overrides = {} }: ResolveOptions,
): Environment {
  const written = variant.environment ?? recipe.environment;
  const { interpreter } = overrides;
  if (interpreter !== undefined) {
    if (written.provider === 'none') {
      throw new UserError(
        `recipe ${recipe.name} runs no interpreter, so --interpreter has no meaning: leave it out`,
      );
    }
    return { provider: 'existing', interpreter, kind: 'python' };
  }
  const environment = written.provider === 'by-platform' ? written[platform] : written;
  if (environment === undefined) {
    throw new UserError(
      `recipe ${recipe.name} has no environment for ${platform}: add environment.${platform} to ` +
        'it, or name an interpreter with --interpreter',
    );
  }
  if (environment.provider === 'existing') {
    return { ...environment, interpreter: programPath(environment.interpreter, recipeDirectory) };
  }
  if (environment.provider === 'venv') {
    return { ...environment, base: programPath(environment.base, recipeDirectory) };
  }
  return environment;
}
