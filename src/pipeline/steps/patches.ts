import { join } from 'node:path';
import type { PatchSettings } from '../../recipe/settings.ts';
import type { PatchContent } from '../action.ts';
import type { Step } from '../step.ts';
import type { StepContext } from './context.ts';

/** Applies the variant's patches in their order, each of them wholly or not at all. */
export function patchesStep({ settings, keys, folder, tree }: StepContext): Step {
  const record = patchRecordOf(folder);
  return {
    name: 'patches',
    key: keys.patches,
    directory: folder,
    actions: settings.patches.map((patch) => {
      const { name } = patch;
      return 'file' in patch
        ? { kind: 'apply-patch', name, file: patch.file, tree, record }
        : { kind: 'move-function', name, move: patch.move, tree, record };
    }),
    outputs: [],
  };
}

export function contentOf(patch: PatchSettings): PatchContent {
  return 'file' in patch ? patch.file : patch.move;
}

/** The file that lists what the patches of a build changed. */
export function patchRecordOf(folder: string): string {
  return join(folder, 'patches.json');
}
