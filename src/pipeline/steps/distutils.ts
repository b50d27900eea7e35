import type { FlagWay } from '../../recipe/schema.ts';
import { InternalError } from '../../system/errors.ts';
import type { Interpreter } from '../toolbox.ts';
import type { StepContext } from './context.ts';

/** How flags reach the cl that setup.py calls; null where a build has no such cl. */
export function flagWayOf({ settings, toolbox }: StepContext): FlagWay | null {
  if (settings.build.provider !== 'setup-py' || toolbox.compiler?.family !== 'msvc') return null;
  return settings.toolchain?.msvc?.flagsBy ?? 'patch';
}

/** The interpreter of a recipe that was checked to have one. */
export function interpreterOf({ settings, toolbox }: StepContext): Interpreter {
  if (toolbox.interpreter !== null) return toolbox.interpreter;
  throw new InternalError(`recipe ${settings.recipe} was planned without its interpreter`);
}
