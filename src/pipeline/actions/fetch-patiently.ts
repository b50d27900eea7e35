import { join } from 'node:path';
import { sleep } from '../../system/clock.ts';
import { EnvironmentError, InterruptedError } from '../../system/errors.ts';
import { listFiles, remove } from '../../system/files.ts';
import type { CommandAction } from '../action.ts';
import type { ActionTools } from '../action-tools.ts';
import { gitCommand } from '../git-commands.ts';
import { inMirror } from '../mirror-commands.ts';
import { performGit } from './perform-git.ts';

/** What is to be fetched from where into which mirror. */
export interface Fetch {
  readonly repository: string;
  readonly mirror: string;
  /** What is wanted, in the words of a sentence: `tag v1.21.0`. */
  readonly what: string;
  /** Of `git fetch`. */
  readonly options: readonly string[];
  readonly refspecs: readonly string[];
}

/** Waits before the second, third and fourth try of a fetch, seconds. */
const WAITS = [1, 2, 4];

/** Answers of git that another try would not change. */
const FINAL =
  /couldn't find remote ref|not our ref|unadvertised object|does not appear to be a git repository|[Rr]epository .*not found|not valid: is this a git repository|Authentication failed|could not read Username|terminal prompts disabled|Permission denied|dubious ownership|No space left|Unable to create '|strange (?:path|host)name|invalid refspec|not a valid ref/;

/** What git says where the repository is well, but does not have what was asked for. */
const MISSING = /couldn't find remote ref|not our ref|unadvertised object/;

export function fetchCommand({
  repository,
  mirror,
  what,
  options,
  refspecs,
}: Fetch): CommandAction {
  const slow = ['-c', 'http.lowSpeedLimit=1000', '-c', 'http.lowSpeedTime=60'];
  return gitCommand(
    [...slow, ...inMirror(mirror, 'fetch', ...options, '--', repository, ...refspecs)],
    { doing: `fetching ${what} of ${repository}` },
  );
}

/**
 * Fetches, and again after a while when the network failed.
 *
 * @param missing the error for a repository that does not have it.
 * @throws that error; EnvironmentError when the network stays away; InterruptedError.
 */
export async function fetchPatiently(
  fetch: Fetch,
  missing: () => Promise<Error>,
  tools: ActionTools,
): Promise<void> {
  for (let turn = 0; ; turn += 1) {
    try {
      await performGit(fetchCommand(fetch), tools);
      return;
    } catch (error) {
      if (!(error instanceof EnvironmentError)) throw error;
      if (MISSING.test(error.evidence)) throw await missing();
      const seconds = FINAL.test(error.evidence) ? undefined : WAITS[turn];
      if (seconds === undefined) throw unreachable(fetch, error, turn + 1);
      await pause(seconds, tools.signal, fetch);
    }
  }
}

/**
 * A git that was killed leaves its lock files, and each later one refuses. The workspace is locked
 * by this winrepro, so that none of them has a living owner.
 *
 * @param refs full names of those that are to be written.
 */
export async function removeStaleLocks(mirror: string, refs: readonly string[]): Promise<void> {
  const locks = (await listFiles(mirror)).filter((name) => name.endsWith('.lock'));
  for (const name of [...locks, ...refs.map((ref) => `${ref}.lock`)]) {
    await remove(join(mirror, name));
  }
}

function unreachable({ what, repository }: Fetch, cause: EnvironmentError, tries: number): Error {
  const how = tries === 1 ? '' : ` in ${tries} tries`;
  return new EnvironmentError(
    `${what} could not be fetched from ${repository}${how}: check the address, the network and its proxy, ` +
      'or give the unpacked release with --source, then run again',
    { evidence: cause.evidence === '' ? cause.message : cause.evidence, cause },
  );
}

async function pause(seconds: number, signal: AbortSignal, { what }: Fetch): Promise<void> {
  await sleep(seconds * 1000, signal).catch((error: unknown) => {
    if (!signal.aborted) throw error;
    throw new InterruptedError(`interrupted while fetching ${what}`);
  });
}
