import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { execa } from 'execa';

export const packageRoot = fileURLToPath(new URL('../..', import.meta.url));

/** The CLI as it is shipped; `test/global-setup.ts` has built it. */
const cli = join(packageRoot, 'dist', 'cli', 'main.js');

export interface Ended {
  /** Null when a signal ended it. */
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Started {
  readonly pid: number;
  readonly ended: Promise<Ended>;
  kill(signal: NodeJS.Signals): void;
  /** Resolves when stderr has matched; rejects when the program ended without. */
  told(pattern: RegExp): Promise<void>;
}

export interface StartOptions {
  readonly cwd: string;
  readonly variables?: Readonly<Record<string, string>>;
}

/**
 * The whole environment of a started CLI. Nothing else is inherited: an exported PYTHONUNBUFFERED,
 * FORCE_COLOR or WINREPRO_WORKSPACE would let tests pass or fail by luck.
 */
export function minimalEnvironment(): Readonly<Record<string, string>> {
  return {
    PATH: process.env['PATH'] ?? '',
    HOME: process.env['HOME'] ?? '',
    NO_COLOR: '1',
  };
}

/** Runs the CLI to its end. */
export async function winrepro(args: readonly string[], options: StartOptions): Promise<Ended> {
  return startWinrepro(args, options).ended;
}

/** Starts the CLI and leaves it running. */
export function startWinrepro(args: readonly string[], options: StartOptions): Started {
  const child = execa(process.execPath, [cli, ...args], {
    cwd: options.cwd,
    env: { ...minimalEnvironment(), ...options.variables },
    extendEnv: false,
    stdin: 'ignore',
    reject: false,
    stripFinalNewline: false,
  });
  if (child.pid === undefined) throw new Error('node could not be started');
  return {
    pid: child.pid,
    ended: child.then(({ exitCode, stdout, stderr }) => ({
      exitCode: exitCode ?? null,
      stdout,
      stderr,
    })),
    kill(signal) {
      child.kill(signal);
    },
    told: async (pattern) => toldOf(child.stderr, pattern),
  };
}

async function toldOf(stderr: Readable, pattern: RegExp): Promise<void> {
  let text = '';
  return new Promise((resolve, reject) => {
    stderr.on('data', (chunk: Buffer) => {
      text += chunk.toString();
      if (pattern.test(text)) resolve();
    });
    stderr.on('end', () => {
      reject(new Error(`${String(pattern)} was never printed, but:\n${text}`));
    });
  });
}
