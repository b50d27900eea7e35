import { execa } from 'execa';
import fse from 'fs-extra';
import path from 'node:path';
import type { Readable } from 'node:stream';
import tmp from 'tmp-promise';
import { readBed, windowsPath } from './bed.ts';

export interface WindowsOptions {
  /** A Linux path; windowsFolder() makes one. */
  readonly cwd: string;
  /** Added to the bed's environment; everything else of this process stays out. */
  readonly env?: Readonly<Record<string, string>>;
  /** The whole job is ended after this; default 60,000. */
  readonly timeoutMs?: number;
  /** How long processes the program leaves behind may live before they count; default 2,000. */
  readonly graceMs?: number;
}

export interface WindowsEnd {
  /** All 32 bits, unsigned: 0xC0000005 is 3221225477. */
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
  /** Of the Windows program alone, without the start of Wine's loader. */
  readonly ms: number;
  readonly timedOut: boolean;
  /** Processes of its job that were alive `graceMs` after its end (they are then ended). */
  readonly leftInJob: number;
  /** Their file names. */
  readonly left: readonly string[];
}

export interface RunningWindowsProgram {
  readonly end: Promise<WindowsEnd>;
  /** Ends the program alone, at once, as a kill -9 would: its children are not touched. */
  kill(): void;
  /** Presses Ctrl-C in the program's console. */
  pressCtrlC(): void;
  /** Resolves once what it prints from now on matches; rejects when the program ends before. */
  printed(pattern: RegExp): Promise<void>;
}

/** Runs the built CLI as a Windows program under Wine and waits for its end. */
export async function runWindowsCli(
  args: readonly string[],
  options: WindowsOptions,
): Promise<WindowsEnd> {
  return startWindowsCli(args, options).end;
}

/** Starts the built CLI as a Windows program, for tests that interrupt or kill it. */
export function startWindowsCli(
  args: readonly string[],
  options: WindowsOptions,
): RunningWindowsProgram {
  const main = path.join(readBed().stage, 'dist', 'cli', 'main.js');
  if (!fse.existsSync(main)) throw new Error('dist/cli/main.js is missing: run `npm run build`.');
  return startWindowsNode([windowsPath(main), ...args], options);
}

/** Starts the real node.exe with these arguments. */
export function startWindowsNode(
  args: readonly string[],
  options: WindowsOptions,
): RunningWindowsProgram {
  return startWindowsProgram([windowsPath(readBed().windowsNode), ...args], options);
}

/**
 * Starts a Windows program through wrun.exe, which gives it real pipes and reports what a Linux
 * parent cannot see. `end` rejects when wrun itself brings no report.
 */
export function startWindowsProgram(
  command: readonly string[],
  { cwd, env = {}, timeoutMs = 60_000, graceMs = 2_000 }: WindowsOptions,
): RunningWindowsProgram {
  const bed = readBed();
  const report = tmp.tmpNameSync({ tmpdir: bed.scratch, postfix: '.json' });
  const limits = ['--timeout', String(timeoutMs), '--grace', String(graceMs)];
  const bridge = [bed.wrun, '--json', windowsPath(report), ...limits, '--'];
  const child = execa(bed.wine, [...bridge, ...command], {
    cwd,
    env: { ...bed.environment, ...env },
    extendEnv: false,
    reject: false,
    // Above wrun's own: it fires only if Wine itself hangs.
    timeout: timeoutMs + graceMs + 30_000,
    stripFinalNewline: false,
  });
  const order = (letter: string): void => {
    child.stdin.write(letter);
  };
  return {
    end: child.then(async ({ stdout, stderr, exitCode }) => {
      const text = await fse.readFile(report, 'utf8').catch(() => {
        throw new Error(`wrun ended (${exitCode ?? 'killed'}) without a report: ${stderr}`);
      });
      await fse.remove(report);
      const seen = JSON.parse(text) as Omit<WindowsEnd, 'stdout' | 'stderr'>;
      return { ...seen, stdout, stderr: withoutWineNoise(stderr) };
    }),
    kill: () => order('k'),
    pressCtrlC: () => order('c'),
    printed: (pattern) => printed([child.stdout, child.stderr], pattern),
  };
}

/** Wine reports a crash of the program on the Linux stderr, past WINEDEBUG=-all. */
function withoutWineNoise(stderr: string): string {
  return stderr.replaceAll(/^wine: .*\n?/gmu, '');
}

/** Resolves once what the streams carried matches `pattern`. */
function printed(streams: readonly Readable[], pattern: RegExp): Promise<void> {
  return new Promise((resolve, reject) => {
    let seen = '';
    for (const stream of streams) {
      stream.on('data', (chunk: Buffer) => {
        seen += chunk.toString();
        if (pattern.test(seen)) resolve();
      });
      stream.once('close', () =>
        reject(new Error(`The program ended without printing ${String(pattern)}:\n${seen}`)),
      );
    }
  });
}
