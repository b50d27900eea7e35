import { join, posix, win32 } from 'node:path';
import type { Settings } from '../recipe/settings.ts';
import { hashCanonical, sha256File } from '../system/hash.ts';
import { interpreterFolders } from './steps/environment-actions.ts';
import type { Interpreter } from './toolbox.ts';

/** Where an environment that winrepro makes itself is kept, found again by its content key. */
export interface EnvironmentPlace {
  readonly key: string;
  readonly folder: string;
  /** What conda calls a prefix: the folder of the environment proper. */
  readonly prefix: string;
  readonly interpreter: Interpreter;
}

/**
 * The place of a variant's environment in `workspace` (absolute), shared by all builds that need the
 * same; null where nothing is made: no environment, or an interpreter that is there already.
 *
 * @throws EnvironmentError when the lock cannot be read.
 */
export async function environmentPlace(
  { environment, lock, platform }: Settings,
  workspace: string,
): Promise<EnvironmentPlace | null> {
  if (environment.provider === 'none' || environment.provider === 'existing') return null;
  const key = hashCanonical({
    platform,
    environment,
    lock: lock === null ? null : await sha256File(lock),
  });
  const folder = join(workspace, 'environments', key.slice(0, 16));
  const prefix = join(folder, 'prefix');
  const path = join(prefix, interpreterOf(environment, platform === 'win32'));
  const kind = environment.provider === 'conda' ? environment.kind : 'python';
  const folders =
    environment.provider === 'conda'
      ? interpreterFolders(prefix, platform)
      : [(platform === 'win32' ? win32 : posix).dirname(path)];
  return { key, folder, prefix, interpreter: { path, kind, version: null, folders } };
}

/** The packages that were installed, one a line: what `--lock` takes. */
export function lockOf({ folder }: EnvironmentPlace): string {
  return join(folder, 'lock.txt');
}

type Made = Exclude<Settings['environment'], { provider: 'none' | 'existing' }>;

function interpreterOf(environment: Made, windows: boolean): string {
  if (environment.provider !== 'venv') return environment.interpreter;
  return windows ? 'Scripts/python.exe' : 'bin/python';
}
