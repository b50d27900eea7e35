import type { Settings } from '../../recipe/settings.ts';
import type { EnvironmentPlace } from '../environment-place.ts';
import type { StepKeys } from '../keys.ts';
import type { Toolbox } from '../toolbox.ts';

/** What a step is made from. */
export interface StepContext {
  readonly settings: Settings;
  readonly toolbox: Toolbox;
  readonly keys: StepKeys;
  /** Where the environment is made; null when there is none to make. */
  readonly place: EnvironmentPlace | null;
  /** Absolute path of the workspace. */
  readonly workspace: string;
  /** The build's folder in the workspace, named by the build's key. */
  readonly folder: string;
  /** Where sources are unpacked and built: `folder/tree`. */
  readonly tree: string;
}
