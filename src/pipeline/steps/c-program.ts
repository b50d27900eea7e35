import { linkerOf, type Compiler } from '../../system/compilers.ts';
import type { FlagSettings } from '../../recipe/settings.ts';
import type { CommandAction } from '../action.ts';

export interface CProgram {
  readonly sources: readonly string[];
  readonly program: string;
}

/**
 * The commands that compile each source and link the objects, typed in `tree`.
 *
 * Two flags of ours keep one set of flags one binary wherever it is built, so that a variant that
 * changes nothing is seen by its hash: `-ffile-prefix-map` takes the folder out of the debug
 * information (measured with gcc 12: without it the same source gives another hash in another
 * folder), `--no-insert-timestamp` the time of day out of a mingw executable's header. Neither
 * touches code generation.
 */
export function cProgramCommands(
  { sources, program }: CProgram,
  compiler: Pick<Compiler, 'path' | 'family' | 'target'>,
  flags: FlagSettings,
  tree: string,
): readonly CommandAction[] {
  const command = (argv: readonly string[], doing: string): CommandAction => ({
    kind: 'command',
    argv,
    cwd: tree,
    variables: {},
    doing,
  });
  if (compiler.family === 'msvc') {
    const objects = sources.map((source) => source.replace(/\.\w+$/, '.obj'));
    return [
      ...sources.map((source, index) =>
        command(
          [
            compiler.path,
            ...flags.common,
            ...flags.compile,
            '/c',
            source,
            `/Fo${objects[index] ?? ''}`,
          ],
          `compiling ${source}`,
        ),
      ),
      command(
        [linkerOf(compiler.path), ...flags.common, ...flags.link, `/OUT:${program}`, ...objects],
        `linking ${program}`,
      ),
    ];
  }
  const objects = sources.map((source) => source.replace(/\.\w+$/, '.o'));
  const common = [...flags.common, `-ffile-prefix-map=${tree}=.`];
  const mingw = /mingw|windows-gnu/.test(compiler.target ?? '');
  const link = [...flags.link, ...(mingw ? ['-Wl,--no-insert-timestamp'] : [])];
  return [
    ...sources.map((source, index) =>
      command(
        [compiler.path, ...common, ...flags.compile, '-c', source, '-o', objects[index] ?? ''],
        `compiling ${source}`,
      ),
    ),
    command([compiler.path, ...common, ...link, '-o', program, ...objects], `linking ${program}`),
  ];
}
