import { basename, dirname, join } from 'node:path';
import { listFiles } from './files.ts';

/**
 * The files that a path stands for, sorted: `*` in its last part stands for any part of a file's
 * name. A path without one is itself, whether it is there or not.
 *
 * @throws EnvironmentError when the folder cannot be listed.
 */
export async function matchFiles(path: string): Promise<readonly string[]> {
  const pattern = basename(path);
  if (!pattern.includes('*')) return [path];
  const parts = pattern.split('*').map((part) => part.replaceAll(/[\\^$.*+?()[\]{}|]/g, '\\$&'));
  const expression = new RegExp(`^${parts.join('.*')}$`, 'u');
  const folder = dirname(path);
  return (await listFiles(folder))
    .filter((file) => expression.test(file))
    .map((file) => join(folder, file));
}
