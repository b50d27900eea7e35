import { dirname } from 'node:path';
import { EnvironmentError, InterruptedError } from '../../system/errors.ts';
import { fileSize, freeBytes, makeDirectory } from '../../system/files.ts';
import { preparedEnvironment, withVariables } from '../../system/environment-variables.ts';
import type { ProcessEnd } from '../../system/keeper.ts';
import { readTextFrom } from '../../system/output-file.ts';
import type { CommandAction } from '../action.ts';
import type { ActionTools } from '../action-tools.ts';
import { firstErrors } from '../first-errors.ts';
import { watchProgress } from './watch-progress.ts';

/**
 * Runs a command to its end, with its output in the step's log.
 *
 * @throws EnvironmentError when it fails, with what it printed about that as evidence;
 *   InterruptedError when the signal stopped it.
 */
export async function performCommand(command: CommandAction, tools: ActionTools): Promise<void> {
  const { keeper, environment, signal, log, onProgress } = tools;
  await makeDirectory(dirname(log));
  const before = await fileSize(log).catch(() => 0);
  const child = keeper.start({
    argv: command.argv,
    cwd: command.cwd ?? dirname(log),
    env: withVariables(
      preparedEnvironment(environment, command.prepared?.variables ?? {}, command.folders ?? []),
      command.variables,
    ),
    output: log,
    channel: 'file',
  });
  const stop = (): void => {
    child.kill();
  };
  signal.addEventListener('abort', stop, { once: true });
  const { progress } = command;
  const endProgress =
    progress === undefined || onProgress === undefined || (await child.started) === null
      ? null
      : watchProgress(log, before, progress, onProgress);
  try {
    const end = await child.ended.finally(() => endProgress?.());
    if (signal.aborted) throw new InterruptedError(`interrupted while ${command.doing}`);
    if (end.exitCode === 0) return;
    const output = await readTextFrom(log, before, MOST_READ).catch(() => '');
    throw new EnvironmentError(failureSentence(command, end, log) + (await diskDoubt(log)), {
      evidence: firstErrors(output),
    });
  } finally {
    signal.removeEventListener('abort', stop);
  }
}

/** Of a log, for its first error, bytes: NumPy's whole build prints about 1 MB. */
const MOST_READ = 16 * 1024 * 1024;

/** With less than this, a full disk may be why a command failed, bytes. */
const LITTLE_SPACE = 1024 * 1024;

/** A compiler's own complaint about a full disk was meant for a file on that disk. */
async function diskDoubt(log: string): Promise<string> {
  const free = await freeBytes(log).catch(() => Infinity);
  if (free >= LITTLE_SPACE) return '';
  return `; only ${Math.floor(free / 1024)} KiB are free on its disk, which may be the cause: free some, or put the workspace on another disk with --workspace`;
}

function failureSentence(command: CommandAction, end: ProcessEnd, log: string): string {
  const program = command.argv[0] ?? '';
  if (end.startError !== null) {
    return `${command.doing} failed: ${program} could not be started (${end.startError.code})`;
  }
  const how =
    end.signal === null ? `ended with status ${end.exitCode ?? '?'}` : `died of ${end.signal}`;
  return `${command.doing} failed: ${program} ${how}; all that it printed is in ${log}`;
}
