import { spawn, type ChildProcess } from 'node:child_process';
import type { Readable } from 'node:stream';
import { execa } from 'execa';
import type { StartMessage } from './keeper-messages.ts';

/** A child of the keeper that was started, or could not be. */
export interface KeeperChild {
  /** Undefined when it could not be started: `failed` tells why. */
  readonly pid: number | undefined;
  /** Null when the child holds the file itself. */
  readonly stdout: Readable | null;
  readonly stderr: Readable | null;
  readonly failed: Promise<NodeJS.ErrnoException>;
  /** It ended and its pipes are at their end. */
  readonly closed: Promise<unknown>;
  onExit(listener: (exitCode: number | null, signal: string | null) => void): void;
}

type ChildRequest = Pick<StartMessage, 'cwd' | 'env' | 'channel'>;

/**
 * Starts a program with its output in the open file `log`, or in pipes.
 *
 * Elsewhere than on Windows without execa: a stress run starts a hundred thousand a night, and execa
 * takes .8 ms of CPU more for each, a fortieth of a short trial. On Windows execa knows how
 * scripts and `.cmd` files are started.
 */
export function startChild(
  file: string,
  args: readonly string[],
  request: ChildRequest,
  log: number,
): KeeperChild {
  return process.platform === 'win32'
    ? startOnWindows(file, args, request, log)
    : startOnPosix(file, args, request, log);
}

function startOnPosix(
  file: string,
  args: readonly string[],
  { cwd, env, channel }: ChildRequest,
  log: number,
): KeeperChild {
  const sink = channel === 'file' ? log : 'pipe';
  let child: ChildProcess;
  try {
    // A group of its own, to be killed as one.
    child = spawn(file, args, { cwd, env, stdio: ['ignore', sink, sink], detached: true });
  } catch (error) {
    // Such as an environment that is too large; that a program is not there is told by an event.
    return notStarted(error as NodeJS.ErrnoException);
  }
  return {
    pid: child.pid,
    stdout: child.stdout,
    stderr: child.stderr,
    failed: new Promise((resolve) => child.once('error', resolve)),
    closed: new Promise((resolve) => child.once('close', resolve)),
    onExit: (listener) => child.once('exit', listener),
  };
}

function notStarted(error: NodeJS.ErrnoException): KeeperChild {
  return {
    pid: undefined,
    stdout: null,
    stderr: null,
    failed: Promise.resolve(error),
    closed: Promise.resolve(),
    onExit: () => undefined,
  };
}

function startOnWindows(
  file: string,
  args: readonly string[],
  { cwd, env, channel }: ChildRequest,
  log: number,
): KeeperChild {
  // execa takes any file descriptor; its types know only the literals 0, 1 and 2.
  const sink = channel === 'file' ? (log as 1) : 'pipe';
  const child = execa(file, args, {
    cwd,
    env,
    extendEnv: false,
    stdin: 'ignore',
    stdout: sink,
    stderr: sink,
    buffer: false,
    reject: false,
    // With a group of its own it would leave libuv's job object.
    detached: false,
    cleanup: true,
    windowsHide: true,
  });
  return {
    pid: child.pid,
    stdout: child.stdout,
    stderr: child.stderr,
    failed: child.then(({ cause, shortMessage }) =>
      cause instanceof Error ? cause : new Error(shortMessage ?? 'not started'),
    ),
    closed: child,
    onExit: (listener) => child.once('exit', listener),
  };
}
