import { dirname, isAbsolute, join, resolve } from 'node:path';
import type { Platform } from '../../recipe/schema.ts';
import { appendText } from '../../system/append-text.ts';
import { nowIso, sleep } from '../../system/clock.ts';
import { copyTree } from '../../system/copy-tree.ts';
import { EnvironmentError } from '../../system/errors.ts';
import { makeDirectory, remove } from '../../system/files.ts';
import type { CommandAction, LayOutTreeAction } from '../action.ts';
import type { ActionTools } from '../action-tools.ts';
import { gitCommand, renderNote } from '../git-commands.ts';
import {
  describePatches,
  keptBuilds,
  nearestBuild,
  type FoundBuild,
  type KeptPatch,
} from '../kept-builds.ts';
import { movedContent } from '../moved-tree.ts';
import { changedFiles } from '../tree-status.ts';
import { gitTells, performGit } from './perform-git.ts';
import { checkWorktree, performWorktree, renderWorktree, worktreeCommands } from './worktree.ts';

/**
 * Lays the source out, from the nearest finished build of the same base where there is one: its
 * objects come along, and the files that its patches changed are made pristine with a new time, so
 * that a build compiles these and the ones patched next.
 *
 * @throws EnvironmentError, InterruptedError.
 */
export async function performLayOutTree(
  action: LayOutTreeAction,
  tools: ActionTools,
): Promise<void> {
  const { worktree, builds, baseKey } = action;
  const wanted = await describePatches(action.patches);
  const own = resolve(dirname(worktree.tree));
  const candidates = await keptBuilds(builds, baseKey);
  const nearest = nearestBuild(
    candidates.filter(({ folder }) => resolve(folder) !== own),
    wanted,
  );
  if (nearest !== null && (await derive(action, nearest, wanted, tools))) return;
  await performWorktree(worktree, tools);
}

export function renderLayOutTree(
  { worktree, builds }: LayOutTreeAction,
  platform: Platform,
): readonly string[] {
  return [
    ...renderWorktree(worktree, platform),
    renderNote(
      `where ${builds} has a finished build of the same base, the nearest is copied instead, and only the files in which the patches differ are compiled again`,
      platform,
    ),
  ];
}

/** False, and nothing left behind, when the kept tree is not what its build left there. */
async function derive(
  { worktree }: LayOutTreeAction,
  { folder, kept }: FoundBuild,
  wanted: readonly KeptPatch[],
  tools: ActionTools,
): Promise<boolean> {
  const { tree } = worktree;
  const from = join(folder, 'tree');
  await sleep(secondsToWait(kept.at, nowIso()) * 1000, tools.signal);
  try {
    await checkWorktree(worktree, tools);
    for (const command of worktreeCommands(worktree, '--no-checkout')) {
      await performGit(command, tools);
    }
    await copyTree(from, tree, {
      leaveOut: ['.git'],
      signal: tools.signal,
      adapt: (content) => movedContent(content, from, tree),
    });
    await performGit(inTree(tree, ['reset', '--quiet']), tools);
    const patched = [...kept.patches, ...wanted].flatMap(({ files }) => files);
    await makePristine(tree, [...new Set(patched)], tools);
    const strange = await strangeFiles(tree, kept.rewritten, tools);
    if (strange.length === 0) {
      await note(tools, `copied the build ${folder}: only what the patches change is compiled`);
      return true;
    }
    await note(
      tools,
      `${from} was changed after its build (${strange.slice(0, 3).join(', ')}), so that nothing is copied from it`,
    );
  } catch (error) {
    if (!(error instanceof EnvironmentError)) throw error;
    await note(tools, `the build ${folder} could not be copied: ${error.message}`);
  }
  await remove(tree);
  return false;
}

/**
 * distutils compares whole seconds: a source that is patched in the second in which its library was
 * linked counts as built (measured: 0 files compiled, status 0, the old library kept).
 *
 * @param keptAt when the kept build ended, ISO 8601.
 */
export function secondsToWait(keptAt: string, now: string): number {
  const age = (Date.parse(now) - Date.parse(keptAt)) / 1000;
  return age >= 0 && age < 2 ? 2 - age : 0;
}

/** Gives the commit's files a new time, and removes those that a patch had made. */
async function makePristine(
  tree: string,
  paths: readonly string[],
  tools: ActionTools,
): Promise<void> {
  if (paths.length === 0) return;
  const question = inside(tree, ['ls-files', '-z', '--', ...paths.filter(isInside)]);
  const listed = await gitTells(question, tools, { doing: `listing the patched files of ${tree}` });
  const tracked = listed.split('\0').filter((path) => path !== '');
  // Removed first: git would leave an equal file, and its old time, alone.
  for (const path of paths.filter(isInside)) await remove(join(tree, path));
  if (tracked.length === 0) return;
  await performGit(inTree(tree, ['checkout', '--quiet', '--', ...tracked]), tools);
}

/** A patch may name any path; git refuses such a one later. */
function isInside(path: string): boolean {
  return !isAbsolute(path) && !path.split(/[\\/]/).includes('..');
}

function inside(tree: string, args: readonly string[]): readonly string[] {
  return ['-C', tree, '--literal-pathspecs', ...args];
}

function inTree(tree: string, args: readonly string[]): CommandAction {
  return gitCommand(inside(tree, args), {
    doing: `making ${tree} from a finished build`,
  });
}

/** The files that differ from the commit otherwise than the build itself had left them. */
async function strangeFiles(
  tree: string,
  rewritten: FoundBuild['kept']['rewritten'],
  tools: ActionTools,
): Promise<readonly string[]> {
  const known = new Map(rewritten.map(({ path, blob }) => [path, blob]));
  const changed = await changedFiles(tree, tools);
  return changed.filter(({ path, blob }) => known.get(path) !== blob).map(({ path }) => path);
}

async function note(tools: ActionTools, sentence: string): Promise<void> {
  await makeDirectory(dirname(tools.log));
  await appendText(tools.log, `winrepro: ${sentence}\n`);
}
