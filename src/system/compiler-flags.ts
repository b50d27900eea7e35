import { ask, type CommandAnswer } from './command.ts';
import type { Compiler } from './compilers.ts';
import { EnvironmentError } from './errors.ts';

/** One of the switches that an optimization level stands for. */
export interface FlagPart {
  /** As it would be switched on by itself. */
  readonly name: string;
  /** What switches it off behind the level. */
  readonly off: readonly string[];
}

/** What optimization levels stand for, by the level as it is typed. */
export type MacroParts = Readonly<Record<string, readonly FlagPart[]>>;

/**
 * Asks gcc or clang which switches an optimization level (`-O2`) turns on that `-O0` does not. gcc
 * tells all of its optimizers; of clang only what its driver tells the compiler proper is known. MSVC
 * cannot be asked: none.
 *
 * @throws EnvironmentError when the compiler does not answer.
 */
export async function printedParts(
  compiler: Pick<Compiler, 'path' | 'family'>,
  level: string,
): Promise<readonly FlagPart[]> {
  switch (compiler.family) {
    case 'gcc': {
      const question = ['-Q', '--help=optimizers'];
      const [on, none] = await both(compiler.path, question, level);
      return gccParts(on.stdout, none.stdout);
    }
    case 'clang': {
      // Standard input is named and, with -###, never read.
      const question = ['-###', '-x', 'c', '-c', '-', '-o', '-'];
      const [on, none] = await both(compiler.path, question, level);
      return clangParts(on.stderr, none.stderr);
    }
    case 'msvc':
      return [];
  }
}

/** The optimizers that are enabled in the first list and not in the second; those with `=` are left alone. */
export function gccParts(on: string, none: string): readonly FlagPart[] {
  const enabled = (printed: string): readonly string[] =>
    [...printed.matchAll(/^\s+(-f[\w-]+)\s+\[enabled\]\s*$/gm)].flatMap(([, name]) => name ?? []);
  const already = new Set(enabled(none));
  return enabled(on)
    .filter((name) => !already.has(name))
    .map((name) => ({ name, off: [name.replace(/^-f/, '-fno-')] }));
}

/** Words of the compiler proper (`clang -cc1`), by the driver's switches that make them come and go. */
const CC1: Readonly<Record<string, FlagPart>> = {
  '-vectorize-loops': { name: '-fvectorize', off: ['-fno-vectorize'] },
  '-vectorize-slp': { name: '-fslp-vectorize', off: ['-fno-slp-vectorize'] },
  '-mframe-pointer=none': { name: '-fomit-frame-pointer', off: ['-fno-omit-frame-pointer'] },
  '-funroll-loops': { name: '-funroll-loops', off: ['-fno-unroll-loops'] },
  '-ffast-math': { name: '-ffast-math', off: ['-fno-fast-math'] },
};

/** What stands in the first command line of cc1 and not in the second, where a switch can undo it. */
export function clangParts(on: string, none: string): readonly FlagPart[] {
  const already = new Set(cc1Words(none));
  return cc1Words(on).flatMap((word) => (already.has(word) ? [] : (CC1[word] ?? [])));
}

function cc1Words(printed: string): readonly string[] {
  const line = printed.split(/\r?\n/).find((one) => one.includes('"-cc1"')) ?? '';
  return [...line.matchAll(/"((?:\\.|[^"\\])*)"/g)].flatMap(([, word]) => word ?? []);
}

async function both(
  path: string,
  question: readonly string[],
  level: string,
): Promise<readonly [CommandAnswer, CommandAnswer]> {
  return await Promise.all([
    answered(path, [level, ...question]),
    answered(path, ['-O0', ...question]),
  ]);
}

async function answered(path: string, args: readonly string[]): Promise<CommandAnswer> {
  const answer = await ask([path, ...args]);
  if (answer?.exitCode === 0) return answer;
  throw new EnvironmentError(
    `${path} does not say what its optimization levels stand for (asked with ${args.join(' ')}): see that it runs, or name another compiler with --compiler`,
    { evidence: answer?.stderr ?? '' },
  );
}
