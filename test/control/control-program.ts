import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { open, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { text as streamText } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { execa } from 'execa';

const directory = fileURLToPath(new URL('../../templates/control/', import.meta.url));
const sources = ['ufunc', 'internal', 'runtime', 'jit', 'main', 'options', 'platform'];

export interface ControlCompiler {
  readonly name: string;
  readonly linkFlags: readonly string[];
  /** Whatever else must answer `--version` for a build to work. */
  readonly needs: readonly string[];
}

export interface ControlRun {
  /** `clean`: exit 0 after `done`. `crashed`: an access violation. Otherwise the status itself. */
  readonly end: string;
  /** The turn of the last `14 <turn>` line. */
  readonly iteration: number | null;
  readonly lines: readonly string[];
  readonly stderr: string;
}

export const compilers: readonly ControlCompiler[] = [
  { name: 'gcc', linkFlags: [], needs: [] },
  { name: 'clang', linkFlags: ['-fuse-ld=lld'], needs: ['ld.lld'] },
];

/** Returns the commands of a compiler that are not on this machine. */
export async function missingCommands(compiler: ControlCompiler): Promise<readonly string[]> {
  const names = [compiler.name, ...compiler.needs];
  const answers = await Promise.all(
    names.map(async (name) => execa(name, ['--version'], { reject: false })),
  );
  return names.filter((_, index) => answers[index]?.exitCode !== 0);
}

/**
 * Builds the target in `folder` and returns its path. `otherFlags` replace `flags` for the named
 * sources. Throws with the compiler's own message.
 */
export async function buildControl(
  compiler: ControlCompiler,
  folder: string,
  flags: readonly string[],
  otherFlags: Readonly<Record<string, readonly string[]>> = {},
): Promise<string> {
  const name = [...flags, ...Object.entries(otherFlags).flat(2)].join('');
  const stem = join(folder, `control${name.replaceAll(/[^\w=]/g, '')}`);
  const object = (source: string): string => `${stem}.${source}.o`;
  await Promise.all(
    sources.map(async (source) =>
      execa(
        compiler.name,
        [...(otherFlags[source] ?? flags), '-c', `${source}.c`, '-o', object(source)],
        { cwd: directory },
      ),
    ),
  );
  const program = `${stem}.exe`;
  await execa(compiler.name, [
    ...flags,
    ...compiler.linkFlags,
    '-o',
    program,
    ...sources.map(object),
  ]);
  return program;
}

/** Returns what the compiler has to say about the sources, without making objects. */
export async function compilerWarnings(
  compiler: ControlCompiler,
  flags: readonly string[],
): Promise<string> {
  const files = sources.map((source) => `${source}.c`);
  const { stderr } = await execa(
    compiler.name,
    ['-Wall', '-Wextra', ...flags, '-fsyntax-only', ...files],
    { cwd: directory, reject: false },
  );
  return stderr;
}

/** Runs the target once, its output going straight to a file: a pipe would slow it down. */
export async function runControl(program: string, args: readonly string[]): Promise<ControlRun> {
  const file = `${program}.out`;
  const output = await open(file, 'w');
  const child = spawn(program, args, { stdio: ['ignore', output.fd, 'pipe'], timeout: 20_000 });
  const errors = child.stderr === null ? '' : streamText(child.stderr);
  const [stderr] = await Promise.all([errors, once(child, 'close')]).finally(async () =>
    output.close(),
  );
  const text = await readFile(file, 'latin1');
  const lines = text.split(/\r?\n/);
  const turn = text.match(/^14 \d+/gm)?.at(-1);
  return {
    end: endOf(child.exitCode, child.signalCode, lines),
    iteration: turn === undefined ? null : Number(turn.slice(3)),
    lines,
    stderr: stderr.trimEnd(),
  };
}

function endOf(exitCode: number | null, signal: string | null, lines: readonly string[]): string {
  if (signal === 'SIGSEGV' || exitCode === 0xc0000005) return 'crashed';
  // Marks have no newline of their own, so the last of them come before `done` on its line.
  if (exitCode === 0 && /^[.X]*done$/.test(lines.at(-2) ?? '')) return 'clean';
  return `status ${signal ?? exitCode ?? 'unknown'}`;
}
