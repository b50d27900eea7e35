import type { Platform } from '../../recipe/schema.ts';
import type { EditDistutilsAction } from '../action.ts';
import type { ActionTools } from '../action-tools.ts';
import { setFlagLists } from '../distutils/flag-lists.ts';
import { readModule } from './locate-module.ts';
import { renderFlagLists } from './render-flag-lists.ts';

/**
 * Sets the two flag lists of the interpreter's distutils until the work ends; where they are as
 * wanted, nothing is written.
 *
 * @throws EnvironmentError when the module is not found, not known or not writable; UserError for
 *   flags without /nologo.
 */
export async function performEditDistutils(
  action: EditDistutilsAction,
  tools: Pick<ActionTools, 'environment' | 'undo'>,
): Promise<void> {
  const { file, text, bytesOf } = await readModule(action, tools.environment);
  const edited = setFlagLists(text, file, action);
  if (edited !== text) await tools.undo.replace(file, bytesOf(edited));
}

/** How to do it by hand, in comments of the platform's shell. */
export function renderEditDistutils(
  action: EditDistutilsAction,
  platform: Platform,
): readonly string[] {
  return renderFlagLists(action, platform, {
    does: 'set these two lists in it (not their _debug twins):',
    after: ['and put the file back when the work ends; winrepro does so itself'],
  });
}
