import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fileError } from './file-error.ts';

/** Something in a folder or in the folders in it. */
export interface TreeEntry {
  /** Relative to the folder, with forward slashes. */
  readonly path: string;
  /** `other`: a link or a special file, never followed or read. */
  readonly type: 'file' | 'other';
}

/**
 * All files in a folder and the folders in it, in the order of their names, so that two listings of the
 * same files are the same. Throws EnvironmentError.
 *
 * @param enter whether to look into a folder, by its path; all are by default.
 */
export async function listTree(
  folder: string,
  enter: (path: string) => boolean = () => true,
): Promise<readonly TreeEntry[]> {
  const found: TreeEntry[] = [];
  const look = async (below: string): Promise<void> => {
    const path = join(folder, below);
    const entries = await readdir(path, { withFileTypes: true }).catch((error: unknown) => {
      throw fileError(error, 'list', path);
    });
    for (const entry of entries) {
      const own = below === '' ? entry.name : `${below}/${entry.name}`;
      if (entry.isDirectory()) {
        if (enter(own)) await look(own);
      } else {
        found.push({ path: own, type: entry.isFile() ? 'file' : 'other' });
      }
    }
  };
  await look('');
  return found.sort((a, b) => (a.path < b.path ? -1 : 1));
}
