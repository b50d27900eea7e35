import type { Platform } from '../../recipe/schema.ts';
import { EnvironmentError } from '../../system/errors.ts';
import type { CheckDistutilsAction } from '../action.ts';
import type { ActionTools } from '../action-tools.ts';
import { readFlagLists } from '../distutils/flag-lists.ts';
import { readModule } from './locate-module.ts';
import { renderFlagLists } from './render-flag-lists.ts';

/**
 * Holds the two flag lists of the interpreter's distutils to what the recipe says of them, since
 * _CL_ and _LINK_ were computed from that.
 *
 * @throws EnvironmentError when they differ, or the module is not found or not known.
 */
export async function performCheckDistutils(
  action: CheckDistutilsAction,
  tools: Pick<ActionTools, 'environment'>,
): Promise<void> {
  const { file, text } = await readModule(action, tools.environment);
  const found = readFlagLists(text, file);
  const differences = (['compile', 'link'] as const).flatMap((which) =>
    found[which].join('\0') === action[which].join('\0')
      ? []
      : [`${which} flags ${found[which].join(' ')} instead of ${action[which].join(' ')}`],
  );
  if (differences.length === 0) return;
  throw new EnvironmentError(
    `${file} holds the ${differences.join(', and the ')}, from which _CL_ and _LINK_ were ` +
      `computed: correct toolchain.msvc.shipped in the recipe, or choose flagsBy: patch`,
  );
}

/** How to do it by hand, in comments of the platform's shell. */
export function renderCheckDistutils(
  action: CheckDistutilsAction,
  platform: Platform,
): readonly string[] {
  return renderFlagLists(action, platform, {
    does: 'these two lists must be in it, for _CL_ and _LINK_ are made for them:',
    after: [],
  });
}
