import { dirname } from 'node:path';
import type { Platform } from '../../recipe/schema.ts';
import { EnvironmentError } from '../../system/errors.ts';
import { makeDirectory } from '../../system/files.ts';
import type { CommandAction, Worktree } from '../action.ts';
import type { ActionTools } from '../action-tools.ts';
import { gitCommand, renderGit, renderNote } from '../git-commands.ts';
import { inMirror, mirrorRef } from '../mirror-commands.ts';
import { askGit, gitTells, performGit } from './perform-git.ts';

/** The longest path that a Windows compiler opens, UTF-16 units (MAX_PATH without its end mark). */
const LONGEST_PATH = 259;

/**
 * Lays the files of a tag or commit out as a worktree of the mirror; the folder must not be there yet.
 *
 * @throws EnvironmentError when the files are not those that the patches were written for, or the
 *   paths are too long for Windows.
 */
export async function performWorktree(worktree: Worktree, tools: ActionTools): Promise<void> {
  await checkWorktree(worktree, tools);
  for (const command of worktreeCommands(worktree)) await performGit(command, tools);
}

/** All that can be known to be wrong before anything is laid out. */
export async function checkWorktree(worktree: Worktree, tools: ActionTools): Promise<void> {
  await checkBlobs(worktree, tools);
  if (process.platform === 'win32') await checkLengths(worktree, tools);
  await makeDirectory(dirname(worktree.tree));
}

export function renderWorktree(worktree: Worktree, platform: Platform): readonly string[] {
  const { mirror, ref, blobs } = worktree;
  const checks = Object.entries(blobs).flatMap(([path, blob]) => [
    renderNote(`must print ${blob}:`, platform),
    ...renderGit(
      [gitCommand(inMirror(mirror, ...blobQuestion(ref, path)), { doing: '' })],
      platform,
    ).slice(-1),
  ]);
  return [...checks, ...renderGit(worktreeCommands(worktree), platform)];
}

/** @param options of `worktree add`: `--no-checkout` for a tree that is filled by other means. */
export function worktreeCommands(
  { mirror, tree, ref }: Worktree,
  ...options: readonly string[]
): readonly CommandAction[] {
  const doing = `laying out ${ref} in ${tree}`;
  // Forced twice: an earlier `add` that was killed leaves its entry locked, which `prune` keeps.
  const add = ['worktree', 'add', '--force', '--force', '--detach', ...options];
  return [
    gitCommand(inMirror(mirror, 'worktree', 'prune'), { doing }),
    gitCommand(inMirror(mirror, ...add, '--', tree, mirrorRef(ref)), { doing }),
  ];
}

/** The longest of the paths below `tree` when it is longer than Windows' programs can open. */
export function tooLong(
  paths: readonly string[],
  tree: string,
): { readonly path: string; readonly length: number } | null {
  let longest: { path: string; length: number } | null = null;
  for (const path of paths) {
    const length = tree.length + 1 + path.length;
    if (length > (longest?.length ?? LONGEST_PATH)) longest = { path, length };
  }
  return longest;
}

function blobQuestion(ref: string, path: string): readonly string[] {
  return ['rev-parse', '--verify', '--quiet', `${mirrorRef(ref)}:${path}`];
}

async function checkBlobs({ mirror, ref, blobs }: Worktree, tools: ActionTools): Promise<void> {
  for (const [path, wanted] of Object.entries(blobs)) {
    const answer = await askGit(inMirror(mirror, ...blobQuestion(ref, path)), tools);
    const found = answer.exitCode === 0 ? answer.stdout.trim() : null;
    if (found?.startsWith(wanted.toLowerCase()) === true) continue;
    const what = found === null ? `there is no ${path}` : `${path} is blob ${found}`;
    throw new EnvironmentError(
      `${what} in ${ref}, where the recipe says ${wanted}: this is not the source that the recipe's patches were written for; mend source.ref, or source.blobs with the patches`,
      { evidence: answer.stderr.trim() },
    );
  }
}

async function checkLengths({ mirror, tree, ref }: Worktree, tools: ActionTools): Promise<void> {
  const listed = await gitTells(
    inMirror(mirror, 'ls-tree', '-r', '-z', '--name-only', mirrorRef(ref)),
    tools,
    { doing: `listing the files of ${ref}` },
  );
  const found = tooLong(listed.split('\0'), tree);
  if (found === null) return;
  throw new EnvironmentError(
    `${found.path} would have a path of ${found.length} characters in ${tree}, and Windows opens ${LONGEST_PATH}: choose a folder with a shorter path with --workspace`,
  );
}
