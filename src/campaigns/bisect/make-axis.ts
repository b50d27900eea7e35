import { UserError } from '../../system/errors.ts';
import type { Axis, DiscoveryTools } from './axis.ts';
import type { AxisRequest, RecipeAxis } from './axis-request.ts';
import { commitsAxis } from './commits-axis.ts';
import { flagsAxis } from './flags-axis.ts';
import { functionsAxis } from './functions-axis.ts';
import { objectsAxis } from './objects-axis.ts';
import { patchesAxis } from './patches-axis.ts';
import { versionsAxis } from './versions-axis.ts';

/**
 * The axis of a recipe on this machine. Asks compilers and repositories, and builds the variant where
 * its elements are known only then.
 *
 * @throws UserError for an axis that the recipe does not have, EnvironmentError for a tool that is
 *   missing.
 */
export async function makeAxis(request: AxisRequest, tools: DiscoveryTools): Promise<Axis> {
  const { recipe } = request.loaded;
  const axis = recipe.axes[request.name];
  if (axis === undefined) {
    const names = Object.keys(recipe.axes).join(', ');
    throw new UserError(
      `recipe ${recipe.name} has no axis ${request.name}: ${names === '' ? 'add one to its axes section' : `there are ${names}`}`,
    );
  }
  const made = await make(request, axis, tools);
  if (made.elements.length < 2 && made.space.type === 'ordered') {
    throw new UserError(
      `axes.${request.name} of recipe ${recipe.name} has fewer than two elements here, so there is nothing to search`,
    );
  }
  return made;
}

function make(request: AxisRequest, axis: RecipeAxis, tools: DiscoveryTools): Promise<Axis> {
  switch (axis.kind) {
    case 'flags':
      return flagsAxis(request, axis);
    case 'objects':
      return objectsAxis(request, axis, tools);
    case 'functions':
      return functionsAxis(request, axis, tools);
    case 'patches':
      return patchesAxis(request, axis);
    case 'versions':
      return versionsAxis(request, axis);
    case 'commits':
      return commitsAxis(request, axis, tools);
  }
}
