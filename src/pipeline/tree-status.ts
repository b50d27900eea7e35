import { join } from 'node:path';
import type { ActionTools } from './action-tools.ts';
import { gitTells } from './actions/perform-git.ts';
import type { RewrittenFile } from './kept-builds.ts';
import { exists } from '../system/files.ts';

/**
 * The tracked files of a worktree that are not as its commit has them, with their blob hashes now.
 *
 * @throws EnvironmentError when git refuses.
 */
export async function changedFiles(
  tree: string,
  tools: ActionTools,
): Promise<readonly RewrittenFile[]> {
  const status = [
    '-C',
    tree,
    'status',
    '--porcelain',
    '-z',
    '--no-renames',
    '--untracked-files=no',
  ];
  const doing = `looking for changed files in ${tree}`;
  const entries = await gitTells(status, tools, { doing });
  const changed: RewrittenFile[] = [];
  for (const entry of entries.split('\0')) {
    const path = entry.slice(3);
    if (path === '') continue;
    const there = await exists(join(tree, path));
    const question = ['-C', tree, 'hash-object', '--', path];
    changed.push({ path, blob: there ? await gitTells(question, tools, { doing }) : null });
  }
  return changed;
}
