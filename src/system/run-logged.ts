import { spawn, type ChildProcess } from 'node:child_process';
import * as fs from 'node:fs/promises';
import { fileError } from './file-error.ts';

/** How a logged program ended. */
export interface LoggedEnd {
  /** Null when a signal ended it, or when it could not be started. */
  readonly exitCode: number | null;
  /** Why there is no exit code; empty when there is one. */
  readonly why: string;
}

/**
 * Runs a program to its end, all that it prints at the end of a file. The first abort of the signal
 * asks it to end (on POSIX; Windows ends it) and waits until it has.
 *
 * @throws EnvironmentError when the log cannot be written.
 */
export async function runLogged(
  [file = '', ...args]: readonly string[],
  options: {
    readonly folder: string;
    readonly environment: Readonly<Record<string, string>>;
    readonly log: string;
    readonly signal: AbortSignal;
  },
): Promise<LoggedEnd> {
  const log = await openLog(options.log);
  try {
    return await ended(
      spawn(file, args, {
        cwd: options.folder,
        env: options.environment,
        // Its own end of the log: what it prints is kept also when this process is killed.
        stdio: ['ignore', log.fd, log.fd],
        windowsHide: true,
      }),
      options.signal,
    );
  } finally {
    await log.close();
  }
}

async function ended(child: ChildProcess, signal: AbortSignal): Promise<LoggedEnd> {
  const stop = (): void => void child.kill('SIGTERM');
  signal.addEventListener('abort', stop, { once: true });
  if (signal.aborted) stop();
  try {
    return await new Promise((resolve) => {
      child.once('error', (error) => resolve({ exitCode: null, why: error.message }));
      child.once('exit', (exitCode, by) => resolve({ exitCode, why: by ?? '' }));
    });
  } finally {
    signal.removeEventListener('abort', stop);
  }
}

async function openLog(path: string): Promise<fs.FileHandle> {
  try {
    return await fs.open(path, 'a');
  } catch (error) {
    throw fileError(error, 'write', path);
  }
}
