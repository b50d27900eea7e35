import { dirname, join } from 'node:path';
import type { SourceSettings } from '../../recipe/settings.ts';
import type { Action } from '../action.ts';
import type { Step } from '../step.ts';
import type { StepContext } from './context.ts';
import { repositoryActions } from './repository-actions.ts';

/** Lays the recipe's source files out in a fresh tree. */
export function sourceStep(context: StepContext): Step {
  return {
    name: 'source',
    key: context.keys.source,
    directory: context.folder,
    actions: actionsOf(context),
    // The patches step may change them, so they are no outputs to be held to a hash.
    outputs: [],
  };
}

function actionsOf(context: StepContext): readonly Action[] {
  const { source } = context.settings;
  switch (source.provider) {
    case 'none':
      return [{ kind: 'make-directory', path: context.tree }];
    case 'files':
      return fileActions(source, context.tree);
    case 'git':
      return repositoryActions(source, context);
  }
}

function fileActions(
  { directory, files }: Extract<SourceSettings, { provider: 'files' }>,
  tree: string,
): readonly Action[] {
  const folders = new Set([tree, ...files.map((file) => dirname(join(tree, file)))]);
  return [
    ...[...folders].map((path): Action => ({ kind: 'make-directory', path })),
    ...files.map((file): Action => ({
      kind: 'copy',
      from: join(directory, file),
      to: join(tree, file),
    })),
  ];
}
