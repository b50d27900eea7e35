import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { ActionTools } from '../../../src/pipeline/action-tools.ts';
import { EnvironmentError } from '../../../src/system/errors.ts';
import { openUndoLog } from '../../../src/system/undo-log.ts';
import { testFolder } from '../../system/folder.ts';
import { plainEnvironment, withKeeper } from '../../system/kept.ts';

/** A folder with all that an action works with. */
export interface Bench {
  readonly folder: string;
  readonly tools: ActionTools;
  readonly controller: AbortController;
  /** What the step's log holds so far. */
  readonly log: () => Promise<string>;
}

/** Lends a test a folder of its own, a keeper and the tools of actions. */
export async function onBench(task: (bench: Bench) => Promise<void>): Promise<void> {
  const folder = await testFolder();
  const controller = new AbortController();
  await withKeeper(async (keeper) => {
    const log = join(folder, 'logs', 'step.log');
    const tools: ActionTools = {
      keeper,
      environment: plainEnvironment,
      signal: controller.signal,
      log,
      undo: openUndoLog(join(folder, 'undo')),
    };
    await task({ folder, tools, controller, log: () => readFile(log, 'utf8').catch(() => '') });
  });
}

const identity = ['-c', 'user.name=t', '-c', 'user.email=t@t', '-c', 'commit.gpgSign=false'];

/** What git prints when a person runs it in a folder; throws when it refuses. */
export function git(cwd: string, ...args: readonly string[]): string {
  return execFileSync('git', [...identity, '-c', 'core.autocrlf=false', ...args], {
    cwd,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
  }).trim();
}

export function put(root: string, files: Readonly<Record<string, string>>): void {
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), content);
  }
}

/** Makes a repository of one commit with annotated tags; its commit. */
export function repository(
  path: string,
  files: Readonly<Record<string, string>>,
  tags: readonly string[],
): string {
  put(path, files);
  git(path, 'init', '--quiet');
  git(path, 'add', '--all');
  git(path, 'commit', '--quiet', '-m', 'the release');
  for (const tag of tags) git(path, 'tag', '-a', '-m', tag, tag);
  return git(path, 'rev-parse', 'HEAD');
}

/** The EnvironmentError that the work throws. */
export async function failure(work: Promise<unknown>): Promise<EnvironmentError> {
  const error: unknown = await work.then(
    () => null,
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof EnvironmentError))
    throw new Error(`no EnvironmentError: ${String(error)}`);
  return error;
}
