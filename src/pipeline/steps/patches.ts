import { join } from 'node:path';
import type { Step } from '../step.ts';
import type { StepContext } from './context.ts';

/** Applies the variant's patches in their order, each of them wholly or not at all. */
export function patchesStep({ settings, keys, folder, tree }: StepContext): Step {
  const record = patchRecordOf(folder);
  return {
    name: 'patches',
    key: keys.patches,
    directory: folder,
    actions: settings.patches.map(({ name, file }) => ({
      kind: 'apply-patch',
      name,
      file,
      tree,
      record,
    })),
    outputs: [],
  };
}

/** The file that lists what the patches of a build changed. */
export function patchRecordOf(folder: string): string {
  return join(folder, 'patches.json');
}
