import { posix, win32 } from 'node:path';
import { ask } from './command.ts';
import { variable } from './environment-variables.ts';
import { isDirectory } from './files.ts';
import { findProgram } from './find-program.ts';

/** A program that makes conda environments. */
export interface CondaClient {
  readonly path: string;
  readonly kind: 'conda' | 'mamba' | 'micromamba';
  readonly version: string;
  /** Where it keeps its packages; null when that is not known (a lone micromamba). */
  readonly rootPrefix: string | null;
}

type Variables = Readonly<Record<string, string | undefined>>;

/** A conda of a cold disk needs this long to say its version, seconds. */
const PATIENCE_SECONDS = 60;

/**
 * The conda client of this machine: the one that an activated shell names, before those on PATH;
 * a real conda.exe before the conda.bat that calls it, which loses special characters. Null when
 * none answers to `--version`.
 */
export async function findCondaClient(environment: Variables): Promise<CondaClient | null> {
  for (const path of new Set(candidates(environment))) {
    const client = await asClient(path, environment);
    if (client !== null) return client;
  }
  return null;
}

/**
 * The conda.exe that a shell's shim stands for: `<root>\condabin\conda.bat` and
 * `<root>\Library\bin\conda.bat` both call `<root>\Scripts\conda.exe`. Null for any other program.
 */
export function condaBesideShim(path: string): string | null {
  const [, root] = /^(.*)[\\/](?:condabin|Library[\\/]bin)[\\/]conda\.bat$/i.exec(path) ?? [];
  return root === undefined ? null : win32.join(root, 'Scripts', 'conda.exe');
}

/** The prefix whose `bin`, `Scripts` or `condabin` a client is in; null when it is in none. */
export function rootOfClient(path: string): string | null {
  const paths = /^([a-z]:|\\\\)/i.test(path) ? win32 : posix;
  const folder = paths.dirname(path);
  if (!['bin', 'scripts', 'condabin'].includes(paths.basename(folder).toLowerCase())) return null;
  const above = paths.dirname(folder);
  return paths.basename(above).toLowerCase() === 'library' ? paths.dirname(above) : above;
}

function* candidates(environment: Variables): Generator<string> {
  const known = (name: string | undefined): string | null =>
    name === undefined || name === '' ? null : findProgram(name, environment);
  const named = known(variable(environment, 'CONDA_EXE'));
  const onPath = known('conda');
  const behind = onPath === null ? null : known(condaBesideShim(onPath) ?? undefined);
  const rest = [known(variable(environment, 'MAMBA_EXE')), known('mamba'), known('micromamba')];
  for (const path of [named, behind, onPath, ...rest]) {
    if (path !== null) yield path;
  }
}

async function asClient(path: string, environment: Variables): Promise<CondaClient | null> {
  const answer = await ask([path, '--version'], { timeoutSeconds: PATIENCE_SECONDS });
  if (answer?.exitCode !== 0) return null;
  // `conda 24.1.2`; `mamba 1.5.8` above a line of its conda; `2.0.5` alone.
  const [version] = /\d+(\.\d+)+\S*/.exec(answer.stdout) ?? [];
  if (version === undefined) return null;
  const kind = kindOf(path);
  return { path, kind, version, rootPrefix: await rootOf(path, kind, environment) };
}

function kindOf(path: string): CondaClient['kind'] {
  const name = path.split(/[\\/]/).at(-1)?.toLowerCase() ?? '';
  if (name.startsWith('micromamba')) return 'micromamba';
  return name.startsWith('mamba') ? 'mamba' : 'conda';
}

async function rootOf(
  path: string,
  kind: CondaClient['kind'],
  environment: Variables,
): Promise<string | null> {
  const named = variable(environment, 'MAMBA_ROOT_PREFIX');
  if (kind === 'micromamba') return named === undefined || named === '' ? null : named;
  const root = rootOfClient(path);
  return root !== null && (await isDirectory(`${root}/conda-meta`)) ? root : null;
}
