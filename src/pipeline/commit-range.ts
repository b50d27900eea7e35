import { dirname } from 'node:path';
import { commitEnds } from '../recipe/source-schema.ts';
import { EnvironmentError, InternalError, UserError } from '../system/errors.ts';
import { makeDirectory } from '../system/files.ts';
import type { ActionTools } from './action-tools.ts';
import { fetchPatiently, removeStaleLocks } from './actions/fetch-patiently.ts';
import { missingRef } from './actions/mirror.ts';
import { askGit, gitTells, performGit } from './actions/perform-git.ts';
import {
  inMirror,
  makeMirrorCommands,
  mirrorPath,
  mirrorRef,
  originRef,
} from './mirror-commands.ts';

export interface Commit {
  /** 40 hexadecimal digits. */
  readonly sha: string;
  /** The first line of its message. */
  readonly title: string;
}

export interface CommitRange {
  /** A URL, or the absolute path of a folder. */
  readonly repository: string;
  /** `A..B`, each a tag or the 40 digits of a commit. */
  readonly range: string;
  /** Only the commits of the branch itself, not those that came with its merges. */
  readonly firstParent: boolean;
  /** Absolute path. */
  readonly workspace: string;
}

/**
 * The commits of `A..B` from the oldest on, A itself in front. The whole history of both ends comes
 * into the repository's mirror, with its tags, so that each commit can be laid out offline then and
 * `git describe` tells its version.
 *
 * @throws UserError for a range that is none, and where A is no ancestor of B; EnvironmentError when
 *   an end is missing or the network stays away; InterruptedError.
 */
export async function listCommits(
  { repository, range, firstParent, workspace }: CommitRange,
  tools: ActionTools,
): Promise<readonly Commit[]> {
  const ends = commitEnds(range);
  if (ends === null) {
    throw new UserError(
      `${range} is no range of commits: write A..B, of which each is a tag or 40 digits`,
    );
  }
  const mirror = mirrorPath(workspace, repository);
  await bringHistory(repository, mirror, [ends.from, ends.to], tools);
  const from = await commitOf(mirror, ends.from, tools);
  const to = await commitOf(mirror, ends.to, tools);
  if (from === null || to === null) {
    throw new EnvironmentError(
      `${from === null ? ends.from : ends.to} of ${repository} does not lead to a commit: correct the range ${range}`,
    );
  }
  await requireAncestor({ mirror, from, to, range }, tools);
  const listed = await gitTells(
    inMirror(
      mirror,
      'log',
      '--reverse',
      '--topo-order',
      ...(firstParent ? ['--first-parent'] : []),
      '--no-show-signature',
      '--format=%H %s',
      `${from}..${to}`,
      '--',
    ),
    tools,
    { doing: `listing the commits ${range} of ${repository}` },
  );
  const first = await gitTells(
    inMirror(mirror, 'log', '-1', '--no-show-signature', '--format=%H %s', from, '--'),
    tools,
    { doing: `reading commit ${from} of ${repository}` },
  );
  return [first, ...listed.split(/\r?\n/)].map(readCommit);
}

function readCommit(line: string): Commit {
  const [, sha, title = ''] = /^([0-9a-f]{40}) ?(.*)$/.exec(line) ?? [];
  if (sha === undefined) throw new InternalError(`git listed a commit as ${JSON.stringify(line)}`);
  return { sha, title };
}

/** Nothing is fetched when both ends are there with all of their history. */
async function bringHistory(
  repository: string,
  mirror: string,
  ends: readonly string[],
  tools: ActionTools,
): Promise<void> {
  const shallow = await isShallow(mirror, tools);
  const known = await Promise.all(ends.map((end) => commitOf(mirror, end, tools)));
  if (shallow === false && known.every((commit) => commit !== null)) return;
  await makeDirectory(dirname(mirror));
  const refs = [...new Set(ends)];
  await removeStaleLocks(mirror, refs.map(mirrorRef));
  for (const command of makeMirrorCommands(mirror)) await performGit(command, tools);
  await fetchPatiently(
    {
      repository,
      mirror,
      what: `the history of ${refs.join(' and ')}`,
      options: shallow === true ? ['--unshallow'] : [],
      refspecs: refs.map((ref) => `+${originRef(ref)}:${mirrorRef(ref)}`),
    },
    () => firstMissing(repository, refs, tools),
    tools,
  );
}

/** Git names neither the end nor its commit in all of its answers. */
async function firstMissing(
  repository: string,
  refs: readonly string[],
  tools: ActionTools,
): Promise<Error> {
  const answer = await askGit(['ls-remote', '--', repository, ...refs.map(originRef)], tools);
  const there = answer.stdout.split(/\r?\n/).map((line) => line.split('\t')[1]);
  const ref = refs.find((one) => !there.includes(originRef(one))) ?? refs[0] ?? '';
  return await missingRef(repository, ref, 'correct the range of commits', tools);
}

/** Null when there is no mirror yet. */
async function isShallow(mirror: string, tools: ActionTools): Promise<boolean | null> {
  const answer = await askGit(inMirror(mirror, 'rev-parse', '--is-shallow-repository'), tools);
  return answer.exitCode === 0 ? answer.stdout.trim() === 'true' : null;
}

async function commitOf(mirror: string, ref: string, tools: ActionTools): Promise<string | null> {
  const question = ['rev-parse', '--verify', '--quiet', `${mirrorRef(ref)}^{commit}`];
  const answer = await askGit(inMirror(mirror, ...question), tools);
  return answer.exitCode === 0 ? answer.stdout.trim() : null;
}

async function requireAncestor(
  {
    mirror,
    from,
    to,
    range,
  }: {
    readonly mirror: string;
    readonly from: string;
    readonly to: string;
    readonly range: string;
  },
  tools: ActionTools,
): Promise<void> {
  const answer = await askGit(inMirror(mirror, 'merge-base', '--is-ancestor', from, to), tools);
  if (answer.exitCode === 0 && from !== to) return;
  const [a = '', b = ''] = range.split('..');
  throw new UserError(
    from === to
      ? `${a} and ${b} are the same commit, so ${range} has nothing to search: name two`
      : `${a} is no ancestor of ${b}, so the commits between them have no order: name a commit from which ${b} came`,
  );
}
