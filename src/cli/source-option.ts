import { resolve } from 'node:path';
import type { SourceOverride } from '../recipe/resolve-options.ts';
import { UserError } from '../system/errors.ts';
import { exists, isDirectory } from '../system/files.ts';

/**
 * What `--source` names: the URL of a repository, the folder of one, or a release archive (its
 * file, or the folder that it was unpacked to).
 *
 * @throws UserError when nothing is there.
 */
export async function sourceOverride(source: string): Promise<SourceOverride> {
  const isUrl = /^[a-z][a-z0-9+.-]+:\/\//i.test(source) || /^[\w.-]+@[\w.-]+:/.test(source);
  if (isUrl) return { repository: source };
  const path = resolve(source);
  if (await isDirectory(path)) {
    // A bare repository has its HEAD at the top, another one .git, a folder or (a worktree) a file.
    const isRepository =
      (await exists(resolve(path, '.git'))) || (await isDirectory(resolve(path, 'refs')));
    return isRepository ? { repository: path } : { archive: path };
  }
  if (!(await exists(path))) {
    throw new UserError(
      `--source names ${path}, and there is nothing: give the URL or the folder of a repository, or a release archive`,
    );
  }
  if (/\.(zip|tar\.gz|tgz)$/i.test(path)) return { archive: path };
  throw new UserError(
    `--source names the file ${path}, which is no release archive (.zip, .tar.gz, .tgz): unpack it and give the folder`,
  );
}
