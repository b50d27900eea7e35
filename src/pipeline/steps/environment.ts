import { join } from 'node:path';
import type { Action } from '../action.ts';
import type { Step } from '../step.ts';
import type { StepContext } from './context.ts';
import { environmentActions } from './environment-actions.ts';

/** Makes the recipe's environment, or checks the interpreter that it names. */
export function environmentStep({ settings, keys, toolbox, place, workspace }: StepContext): Step {
  const { environment, lock, platform } = settings;
  const { interpreter, conda } = toolbox;
  if (environment.provider === 'none' || environment.provider === 'existing' || place === null) {
    return {
      name: 'environment',
      key: keys.environment,
      directory: null,
      actions: interpreter === null ? [] : [versionQuestion(interpreter)],
      outputs: [],
    };
  }
  const { folder, prefix } = place;
  return {
    name: 'environment',
    key: keys.environment,
    directory: folder,
    actions: [
      { kind: 'make-directory', path: folder },
      ...environmentActions(environment, {
        prefix,
        downloads: join(workspace, 'downloads'),
        client: conda,
        platform,
        lock,
      }),
      versionQuestion(place.interpreter),
    ],
    outputs: [place.interpreter.path],
  };
}

function versionQuestion({
  path,
  folders,
}: {
  readonly path: string;
  readonly folders: readonly string[];
}): Action {
  return {
    kind: 'command',
    argv: [path, '--version'],
    cwd: null,
    variables: {},
    folders,
    doing: `asking ${path} for its version`,
  };
}
