import { execa } from 'execa';
import { EnvironmentError, InterruptedError } from './errors.ts';
import type { CommandAnswer } from './command.ts';

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
  const result = await execa('git', args, {
    reject: false,
    stdin: 'ignore',
    windowsHide: true,
    timeout: timeoutSeconds * 1000,
    maxBuffer: 256 * MIB,
    stripFinalNewline: false,
    extendEnv: false,
    env: environment,
    cwd,
    ...(signal === undefined ? {} : { cancelSignal: signal }),
  });
  const asked = `git ${args.find((word) => /^[a-z]/.test(word)) ?? ''}`;
  if (result.isCanceled) throw new InterruptedError(`interrupted while asking ${asked}`);
  if (result.timedOut) {
    throw new EnvironmentError(
      `${asked} did not answer within ${timeoutSeconds} s: see what holds it, then run again`,
    );
  }
  if (result.exitCode === undefined) {
    throw new EnvironmentError(
      `git could not be run (${result.code ?? result.signal ?? '?'}): install git and put it on PATH`,
      { cause: result.cause },
    );
  }
  return { exitCode: result.exitCode, stdout: result.stdout, stderr: result.stderr };
}
