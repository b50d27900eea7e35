import { join } from 'node:path';
import type { Settings } from '../recipe/settings.ts';
import { buildStep } from './steps/build.ts';
import { environmentStep } from './steps/environment.ts';
import { patchesStep } from './steps/patches.ts';
import { reproducerStep } from './steps/reproducer.ts';
import { sourceStep } from './steps/source.ts';
import { toolchainStep } from './steps/toolchain.ts';
import type { EnvironmentPlace } from './environment-place.ts';
import { stepKeys, type StepKeys } from './keys.ts';
import type { Step } from './step.ts';
import type { Toolbox } from './toolbox.ts';

/** Everything that a run of one variant does before its first trial, and what it makes. */
export interface Plan {
  readonly settings: Settings;
  readonly toolbox: Toolbox;
  readonly steps: readonly Step[];
  /** The build's folder in the workspace. */
  readonly folder: string;
  /** The folder that the build works in; also `{tree}` of a command. */
  readonly tree: string;
  /** Where the environment is made; null when there is none to make. */
  readonly place: EnvironmentPlace | null;
  /** What the build makes, or null when the recipe builds nothing. */
  readonly program: string | null;
  /** The rendered reproducer, or null when the recipe has no template. */
  readonly script: string | null;
}

/**
 * Lays out the steps of a variant in `workspace` (absolute), its environment at `place`. Reads the recipe's source files,
 * patches and template for their hashes; writes nothing.
 *
 * @throws UserError when a file that the recipe names is missing.
 */
export async function makePlan(
  settings: Settings,
  toolbox: Toolbox,
  place: EnvironmentPlace | null,
  workspace: string,
): Promise<Plan> {
  const keys: StepKeys = await stepKeys(settings, toolbox, place);
  const folder = join(workspace, 'builds', keys.build.slice(0, 16));
  const tree = join(folder, 'tree');
  const context = { settings, toolbox, keys, place, workspace, folder, tree };
  const program = programOf(settings, tree);
  const reproducer = await reproducerStep(settings, keys.build, workspace);
  return {
    settings,
    toolbox,
    steps: [
      environmentStep(context),
      sourceStep(context),
      toolchainStep(context),
      patchesStep(context),
      buildStep(context, program),
      ...(reproducer === null ? [] : [reproducer.step]),
    ],
    folder,
    tree,
    place,
    program,
    script: reproducer?.script ?? null,
  };
}

function programOf({ build, platform }: Settings, tree: string): string | null {
  if (build.provider === 'none' || build.provider === 'setup-py') return null;
  const suffix = platform === 'win32' ? '.exe' : '';
  if (build.provider === 'c-program') return join(tree, build.program + suffix);
  return build.program === undefined ? null : join(tree, build.program);
}
