import { basename, dirname, join } from 'node:path';
import { ask } from './command.ts';
import { findProgram } from './find-program.ts';

export type CompilerFamily = 'gcc' | 'clang' | 'msvc';

export interface Compiler {
  /** The name it was looked up by. */
  readonly name: string;
  readonly path: string;
  readonly family: CompilerFamily;
  /** The first line that it prints of itself. */
  readonly version: string;
  /** The machine that it compiles for, as it says itself; null for MSVC, whose banner tells. */
  readonly target: string | null;
}

/** The first of the candidates that is there and answers, or null. */
export async function findCompiler(candidates: readonly string[]): Promise<Compiler | null> {
  for (const name of candidates) {
    const path = findProgram(name);
    const compiler = path === null ? null : await identify(name, path);
    if (compiler !== null) return compiler;
  }
  return null;
}

/** The family that a compiler of this name belongs to: for plans of machines that are not here. */
export function familyByName(name: string): CompilerFamily {
  const file = basename(name.replaceAll('\\', '/'))
    .toLowerCase()
    .replace(/\.exe$/, '');
  if (file === 'cl') return 'msvc';
  return file.includes('clang') ? 'clang' : 'gcc';
}

/** MSVC's linker beside its compiler: on PATH, Git's `link.exe` may come first. */
export function linkerOf(compilerPath: string): string {
  return join(dirname(compilerPath), 'link.exe');
}

async function identify(name: string, path: string): Promise<Compiler | null> {
  if (familyByName(name) === 'msvc') {
    // cl has no --version: without arguments it prints its banner to stderr.
    const answer = await ask([path]);
    const version = answer?.stderr.split(/\r?\n/)[0]?.trim();
    return version ? { name, path, family: 'msvc', version, target: null } : null;
  }
  const [version, target] = await Promise.all([
    ask([path, '--version']),
    ask([path, '-dumpmachine']),
  ]);
  if (version?.exitCode !== 0) return null;
  const firstLine = version.stdout.split(/\r?\n/)[0]?.trim() ?? '';
  return {
    name,
    path,
    // Apple's gcc is clang under another name; only what it prints tells.
    family: /clang/i.test(version.stdout) ? 'clang' : 'gcc',
    version: firstLine,
    target: target?.exitCode === 0 ? target.stdout.trim() : null,
  };
}
