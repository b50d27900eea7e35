import { dirname } from 'node:path';
import { byLikeness } from '../../recipe/did-you-mean.ts';
import type { Platform } from '../../recipe/schema.ts';
import { isCommit } from '../../recipe/source-schema.ts';
import { EnvironmentError } from '../../system/errors.ts';
import { makeDirectory } from '../../system/files.ts';
import type { CommandAction, MirrorAction } from '../action.ts';
import type { ActionTools } from '../action-tools.ts';
import { gitCommand, renderGit, renderNote } from '../git-commands.ts';
import {
  inMirror,
  makeMirrorCommands,
  mirrorRef,
  originRef,
  refInWords,
} from '../mirror-commands.ts';
import { fetchCommand, fetchPatiently, removeStaleLocks, type Fetch } from './fetch-patiently.ts';
import { askGit, performGit } from './perform-git.ts';

/**
 * Makes sure that the mirror has the tag or the commit, and only that: with it there, nothing is
 * fetched. A mirror whose making was interrupted is completed.
 *
 * @throws EnvironmentError when there is none, when a tag is not the commit that the recipe names, or
 *   when the network stays away; InterruptedError.
 */
export async function performMirror(action: MirrorAction, tools: ActionTools): Promise<void> {
  const { mirror, repository, ref } = action;
  const before = await commitOf(action, tools);
  if (before !== null && isWanted(action, before)) return;
  await makeDirectory(dirname(mirror));
  await removeStaleLocks(mirror, [mirrorRef(ref)]);
  for (const command of makeMirrorCommands(mirror)) await performGit(command, tools);
  if (await namedHere(action, tools)) return;
  await fetchPatiently(fetchOf(action), () => missing(action, tools), tools);
  const commit = await commitOf(action, tools);
  if (commit === null) {
    throw new EnvironmentError(
      `${refInWords(ref)} of ${repository} does not lead to a commit: mend source.ref of the recipe`,
    );
  }
  if (isWanted(action, commit)) return;
  await performGit(forgetCommand(action), tools);
  throw new EnvironmentError(
    `tag ${ref} of ${repository} is commit ${commit}, not ${action.commit ?? ''} as the recipe says: ` +
      'the tag was moved or this is another repository; mend source.repository, or source.commit if the new commit is meant',
  );
}

/** The commands, for a mirror that does not have it. */
export function renderMirror(action: MirrorAction, platform: Platform): readonly string[] {
  const commands = [...makeMirrorCommands(action.mirror), fetchCommand(fetchOf(action))];
  if (action.commit === null) return renderGit(commands, platform);
  const check = gitCommand(inMirror(action.mirror, ...commitQuestion(action.ref)), { doing: '' });
  return [
    ...renderGit(commands, platform),
    renderNote(`must print a commit that begins with ${action.commit}:`, platform),
    ...renderGit([check], platform).slice(-1),
  ];
}

function commitQuestion(ref: string): readonly string[] {
  return ['rev-parse', '--verify', '--quiet', `${mirrorRef(ref)}^{commit}`];
}

/** Null when the mirror has no such tag or commit, or is none. */
async function commitOf({ mirror, ref }: MirrorAction, tools: ActionTools): Promise<string | null> {
  const answer = await askGit(inMirror(mirror, ...commitQuestion(ref)), tools);
  return answer.exitCode === 0 ? answer.stdout.trim() : null;
}

function isWanted({ commit }: MirrorAction, found: string): boolean {
  return commit === null || found.startsWith(commit.toLowerCase());
}

/**
 * Names a commit that came with the history of another ref. Fetching it alone would be a waste, and
 * would cut that history off: `--depth=1` makes it the mirror's oldest.
 */
async function namedHere({ mirror, ref }: MirrorAction, tools: ActionTools): Promise<boolean> {
  if (!isCommit(ref)) return false;
  const question = ['rev-parse', '--verify', '--quiet', `${ref}^{commit}`];
  const answer = await askGit(inMirror(mirror, ...question), tools);
  if (answer.exitCode !== 0) return false;
  const doing = `naming commit ${ref} in the mirror`;
  await performGit(
    gitCommand(inMirror(mirror, 'update-ref', mirrorRef(ref), ref), { doing }),
    tools,
  );
  return true;
}

/** The tag alone, as the full object that `git describe` needs, without the history behind it. */
function fetchOf({ repository, mirror, ref }: MirrorAction): Fetch {
  return {
    repository,
    mirror,
    what: refInWords(ref),
    options: ['--depth=1', '--no-tags'],
    refspecs: [`+${originRef(ref)}:${mirrorRef(ref)}`],
  };
}

function forgetCommand({ mirror, ref }: MirrorAction): CommandAction {
  return gitCommand(inMirror(mirror, 'update-ref', '-d', mirrorRef(ref)), {
    doing: `removing ${refInWords(ref)} from the mirror`,
  });
}

async function missing(action: MirrorAction, tools: ActionTools): Promise<Error> {
  const { repository, ref } = action;
  return await missingRef(
    repository,
    ref,
    'mend source.ref or source.repository of the recipe',
    tools,
  );
}

/** The error for a tag or commit that a repository does not have, with the tags most like it. */
export async function missingRef(
  repository: string,
  ref: string,
  advice: string,
  tools: ActionTools,
): Promise<Error> {
  if (isCommit(ref)) {
    return new EnvironmentError(
      `${repository} has no commit ${ref}, or does not hand out a commit by its number: ${advice}`,
    );
  }
  const answer = await askGit(['ls-remote', '--tags', '--refs', '--', repository], tools);
  const tags = answer.stdout
    .split(/\r?\n/)
    .flatMap((line) => /\trefs\/tags\/(.+)$/.exec(line)?.[1] ?? []);
  const near = byLikeness(ref, tags).slice(0, 5).join(', ');
  const known =
    answer.exitCode !== 0
      ? ''
      : near === ''
        ? '; it has no tags at all'
        : `; the nearest of its tags are ${near}`;
  return new EnvironmentError(`${repository} has no tag ${ref}: ${advice}${known}`, {
    evidence: answer.stderr.trim(),
  });
}
