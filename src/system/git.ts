import { execa } from 'execa';
import { EnvironmentError, InterruptedError } from './errors.ts';
import type { CommandAnswer } from './command.ts';
import { findProgram } from './find-program.ts';
import { killTree } from './process-tree.ts';

const MIB = 1024 * 1024;

/**
 * Asks git a question and waits for the answer, whatever its status. Unlike `ask`, git sees the
 * given environment only: a GIT_DIR that winrepro inherited must not lead it astray.
 *
 * @throws EnvironmentError when git cannot be started or does not answer in time; InterruptedError
 *   when the signal stopped it.
 */
export async function gitAnswer(
  args: readonly string[],
  options: {
    readonly cwd: string;
    readonly environment: Readonly<Record<string, string>>;
    readonly signal?: AbortSignal;
    readonly timeoutSeconds?: number;
  },
): Promise<CommandAnswer> {
  const { cwd, environment, signal, timeoutSeconds = 120 } = options;
  // On Windows execa leaves a name that is not found to cmd.exe, whose failure would pass for git's.
  if (findProgram('git', environment) === null) throw notRun('ENOENT');
  const child = execa('git', args, {
    reject: false,
    // killTree ends a process group; the terminal's Ctrl-C comes by the signal.
    detached: process.platform !== 'win32',
    stdin: 'ignore',
    windowsHide: true,
    maxBuffer: 256 * MIB,
    stripFinalNewline: false,
    extendEnv: false,
    env: environment,
    cwd,
  });
  // The whole tree: git's own helpers (git-remote-https) would hold its output open and be waited for.
  const stop = (): void => {
    if (child.pid !== undefined) void killTree(child.pid);
  };
  const deadline = { passed: false };
  const timer = setTimeout(() => {
    deadline.passed = true;
    stop();
  }, timeoutSeconds * 1000);
  signal?.addEventListener('abort', stop, { once: true });
  if (signal?.aborted === true) stop();
  const result = await child;
  clearTimeout(timer);
  signal?.removeEventListener('abort', stop);
  const asked = `git ${commandOf(args)}`;
  if (signal?.aborted === true) throw new InterruptedError(`interrupted while asking ${asked}`);
  if (deadline.passed) {
    throw new EnvironmentError(
      `${asked} did not answer within ${timeoutSeconds} s: see what holds it, then run again`,
    );
  }
  if (result.exitCode === undefined) {
    throw notRun(result.code ?? result.signal ?? '?', result.cause);
  }
  return { exitCode: result.exitCode, stdout: result.stdout, stderr: result.stderr };
}

function notRun(why: string, cause?: unknown): EnvironmentError {
  return new EnvironmentError(`git could not be run (${why}): install git and put it on PATH`, {
    cause,
  });
}

/** The first word that is neither an option nor the value of one. */
function commandOf(args: readonly string[]): string {
  const command = args.find(
    (word, index) => !word.startsWith('-') && !['-c', '-C'].includes(args[index - 1] ?? ''),
  );
  return command ?? '';
}
