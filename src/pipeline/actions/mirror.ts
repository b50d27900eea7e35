import { dirname, join } from 'node:path';
import { byLikeness } from '../../recipe/did-you-mean.ts';
import type { Platform } from '../../recipe/schema.ts';
import { sleep } from '../../system/clock.ts';
import { EnvironmentError, InterruptedError } from '../../system/errors.ts';
import { listFiles, makeDirectory, remove } from '../../system/files.ts';
import type { CommandAction, MirrorAction } from '../action.ts';
import type { ActionTools } from '../action-tools.ts';
import { gitCommand, renderGit, renderNote } from '../git-commands.ts';
import { inMirror, makeMirrorCommands, tagRef } from '../mirror-commands.ts';
import { askGit, performGit } from './perform-git.ts';

/** Waits before the second, third and fourth try of a fetch, seconds. */
const WAITS = [1, 2, 4];

/** Answers of git that another try would not change. */
const FINAL =
  /couldn't find remote ref|does not appear to be a git repository|[Rr]epository .*not found|not valid: is this a git repository|Authentication failed|could not read Username|terminal prompts disabled|Permission denied|dubious ownership|No space left|Unable to create '|strange (?:path|host)name|invalid refspec|not a valid ref/;

/**
 * Makes sure that the mirror has the tag, and only that: with the tag there, nothing is fetched. A
 * mirror whose making was interrupted is completed.
 *
 * @throws EnvironmentError when there is no such tag, when it is not the commit that the recipe
 *   names, or when the network stays away; InterruptedError.
 */
export async function performMirror(action: MirrorAction, tools: ActionTools): Promise<void> {
  const before = await commitOf(action, tools);
  if (before !== null && isWanted(action, before)) return;
  await makeDirectory(dirname(action.mirror));
  await removeStaleLocks(action);
  for (const command of makeMirrorCommands(action.mirror)) await performGit(command, tools);
  await fetchPatiently(action, tools);
  const commit = await commitOf(action, tools);
  if (commit === null) {
    throw new EnvironmentError(
      `tag ${action.ref} of ${action.repository} does not lead to a commit: mend source.ref of the recipe`,
    );
  }
  if (isWanted(action, commit)) return;
  await performGit(forgetCommand(action), tools);
  throw new EnvironmentError(
    `tag ${action.ref} of ${action.repository} is commit ${commit}, not ${action.commit ?? ''} as the recipe says: ` +
      'the tag was moved or this is another repository; mend source.repository, or source.commit if the new commit is meant',
  );
}

/** The commands, for a mirror that does not have the tag. */
export function renderMirror(action: MirrorAction, platform: Platform): readonly string[] {
  const commands = [...makeMirrorCommands(action.mirror), fetchCommand(action)];
  if (action.commit === null) return renderGit(commands, platform);
  const check = gitCommand(inMirror(action.mirror, ...commitQuestion(action.ref)), { doing: '' });
  return [
    ...renderGit(commands, platform),
    renderNote(`must print a commit that begins with ${action.commit}:`, platform),
    ...renderGit([check], platform).slice(-1),
  ];
}

function commitQuestion(ref: string): readonly string[] {
  return ['rev-parse', '--verify', '--quiet', `${tagRef(ref)}^{commit}`];
}

/** Null when the mirror has no such tag, or is none. */
async function commitOf({ mirror, ref }: MirrorAction, tools: ActionTools): Promise<string | null> {
  const answer = await askGit(inMirror(mirror, ...commitQuestion(ref)), tools);
  return answer.exitCode === 0 ? answer.stdout.trim() : null;
}

function isWanted({ commit }: MirrorAction, found: string): boolean {
  return commit === null || found.startsWith(commit.toLowerCase());
}

/** The tag alone, as the full object that `git describe` needs, without the history behind it. */
function fetchCommand({ repository, mirror, ref }: MirrorAction): CommandAction {
  const slow = ['-c', 'http.lowSpeedLimit=1000', '-c', 'http.lowSpeedTime=60'];
  const refspec = `+${tagRef(ref)}:${tagRef(ref)}`;
  return gitCommand(
    [...slow, ...inMirror(mirror, 'fetch', '--depth=1', '--no-tags', '--', repository, refspec)],
    { doing: `fetching tag ${ref} of ${repository}` },
  );
}

function forgetCommand({ mirror, ref }: MirrorAction): CommandAction {
  return gitCommand(inMirror(mirror, 'update-ref', '-d', tagRef(ref)), {
    doing: `removing tag ${ref} from the mirror`,
  });
}

async function fetchPatiently(action: MirrorAction, tools: ActionTools): Promise<void> {
  for (let turn = 0; ; turn += 1) {
    try {
      await performGit(fetchCommand(action), tools);
      return;
    } catch (error) {
      if (!(error instanceof EnvironmentError)) throw error;
      if (error.evidence.includes("couldn't find remote ref"))
        throw await missingTag(action, tools);
      const seconds = FINAL.test(error.evidence) ? undefined : WAITS[turn];
      if (seconds === undefined) throw unreachable(action, error, turn + 1);
      await pause(seconds, tools.signal, action);
    }
  }
}

function unreachable(action: MirrorAction, cause: EnvironmentError, tries: number): Error {
  const how = tries === 1 ? '' : ` in ${tries} tries`;
  return new EnvironmentError(
    `tag ${action.ref} could not be fetched from ${action.repository}${how}: check the address, the network and its proxy, ` +
      'or give the unpacked release with --source, then run again',
    { evidence: cause.evidence === '' ? cause.message : cause.evidence, cause },
  );
}

async function pause(seconds: number, signal: AbortSignal, action: MirrorAction): Promise<void> {
  await sleep(seconds * 1000, signal).catch((error: unknown) => {
    if (!signal.aborted) throw error;
    throw new InterruptedError(`interrupted while fetching tag ${action.ref}`);
  });
}

async function missingTag(action: MirrorAction, tools: ActionTools): Promise<Error> {
  const { repository, ref } = action;
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
  return new EnvironmentError(
    `${repository} has no tag ${ref}: mend source.ref or source.repository of the recipe${known}`,
    { evidence: answer.stderr.trim() },
  );
}

/**
 * A git that was killed leaves its lock files, and each later one refuses. The workspace is locked
 * by this winrepro, so that none of them has a living owner.
 */
async function removeStaleLocks({ mirror, ref }: MirrorAction): Promise<void> {
  const locks = (await listFiles(mirror)).filter((name) => name.endsWith('.lock'));
  for (const name of [...locks, `${tagRef(ref)}.lock`]) await remove(join(mirror, name));
}
