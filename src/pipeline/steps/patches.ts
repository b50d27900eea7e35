import { join } from 'node:path';
import type { PatchSettings } from '../../recipe/settings.ts';
import { UserError } from '../../system/errors.ts';
import type { Action, PatchContent } from '../action.ts';
import type { Step } from '../step.ts';
import type { StepContext } from './context.ts';

/** Applies the variant's patches in their order, each of them wholly or not at all. */
export function patchesStep(context: StepContext): Step {
  const { settings, keys, folder } = context;
  return {
    name: 'patches',
    key: keys.patches,
    directory: folder,
    actions: settings.patches.map((patch) => actionOf(patch, context)),
    outputs: [],
  };
}

function actionOf(patch: PatchSettings, { toolbox, settings, folder, tree }: StepContext): Action {
  const { name } = patch;
  const record = patchRecordOf(folder);
  if ('file' in patch) return { kind: 'apply-patch', name, file: patch.file, tree, record };
  if ('move' in patch) return { kind: 'move-function', name, move: patch.move, tree, record };
  const { unoptimise } = patch;
  if (toolbox.compiler === null) {
    throw new UserError(
      `patch ${name} of recipe ${settings.recipe} keeps a compiler from optimizing functions, and the recipe compiles nothing: add a toolchain section, or take the patch out of the variant`,
    );
  }
  const { family } = toolbox.compiler;
  return { kind: 'edit-functions', name, unoptimise, family, tree, record };
}

export function contentOf(patch: PatchSettings): PatchContent {
  if ('file' in patch) return patch.file;
  return 'move' in patch ? patch.move : patch.unoptimise;
}

/** The file that lists what the patches of a build changed. */
export function patchRecordOf(folder: string): string {
  return join(folder, 'patches.json');
}
