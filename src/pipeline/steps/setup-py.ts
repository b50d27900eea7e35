import { join } from 'node:path';
import type { FlagSettings, Settings } from '../../recipe/settings.ts';
import type { Action, CommandAction } from '../action.ts';
import { environmentFlags } from '../distutils/environment-flags.ts';
import { flagsOf } from '../keys.ts';
import { quotePosix } from '../quote.ts';
import type { StepContext } from './context.ts';
import { flagWayOf, interpreterOf } from './distutils.ts';

type SetupPy = Extract<Settings['build'], { provider: 'setup-py' }>;

/**
 * A line that distutils and numpy.distutils print for each file that they compile: the compiler's
 * command line with `-c`, or, of cl, the file's bare name (`cl` prints it even under /nologo).
 */
const COMPILED =
  /^\s*[\w.+-]*(?:gcc|clang|cc)\S*: \S+\.(?:c|cpp|cxx|f|S)\s*$|^[\w.-]+\.(?:c|cpp|cxx)\s*$/;

/** Builds in place, by the one command `python setup.py build_ext -i`. */
export function setupPyActions(build: SetupPy, context: StepContext): readonly Action[] {
  const command = setupPyCommand(build, context);
  return flagWayOf(context) === null ? [pathFlags(context.tree), command] : [command];
}

function setupPyCommand(build: SetupPy, context: StepContext): CommandAction {
  const { toolbox, tree, settings } = context;
  const interpreter = interpreterOf(context);
  const flags = flagsOf(settings, toolbox) ?? { common: [], compile: [], link: [] };
  const jobs = build.jobs && toolbox.processors > 1 && !sharesOnePdb(context, flags);
  return {
    kind: 'command',
    argv: [
      interpreter.path,
      build.script,
      ...build.arguments,
      ...(jobs ? ['-j', String(toolbox.processors)] : []),
    ],
    cwd: tree,
    variables: { ...flagVariables(context, flags), ...build.variables },
    folders: interpreter.folders,
    ...(toolbox.msvc === null
      ? {}
      : {
          prepared: {
            variables: toolbox.msvc.variables,
            typed: [
              `call "${toolbox.msvc.vcvarsall}" x64 -vcvars_ver=${toolbox.msvc.toolset}`,
              // Else distutils looks for the newest Visual Studio by itself.
              'set "DISTUTILS_USE_SDK=1"',
              'set "MSSdk=1"',
            ],
          },
        }),
    progress: { line: COMPILED, of: build.objects ?? null },
    doing: `running ${build.script} ${build.arguments.join(' ')}`,
  };
}

function flagVariables(
  context: StepContext,
  { common, compile, link }: FlagSettings,
): Readonly<Record<string, string>> {
  const { settings, toolbox } = context;
  const way = flagWayOf(context);
  if (way === 'patch') return {};
  if (way === 'environment') {
    const found = settings.toolchain?.msvc?.shipped ?? { compile: [], link: [] };
    const wanted = { compile: [...common, ...compile], link: [...common, ...link] };
    const { _CL_, _LINK_ } = environmentFlags({ found, wanted });
    return { ...(_CL_ === '' ? {} : { _CL_ }), ...(_LINK_ === '' ? {} : { _LINK_ }) };
  }
  return {
    ...(toolbox.compiler === null ? {} : { CC: toolbox.compiler.path }),
    CFLAGS: typed([...common, ...compile, `@${PATH_FLAGS}`]),
    LDFLAGS: typed([...common, ...link]),
  };
}

/**
 * The flag that takes the build's folder out of the debug information: one set of flags is one
 * binary wherever it is built, and an object may be copied to another folder. Code generation is not
 * touched. It stands in a file because CFLAGS must be the same in both folders: numpy.distutils has
 * a hash of it in its cache, and compiles 120 of 149 files anew after a change (measured).
 */
const PATH_FLAGS = 'winrepro-path-flags.txt';

function pathFlags(tree: string): Action {
  // gcc splits at the first sign of equality: such a path stays in the debug information.
  const flag = tree.includes('=') ? '' : `-ffile-prefix-map=${tree}=.`;
  const content = flag === '' ? '' : `"${flag.replaceAll(/["\\]/g, '\\$&')}"\n`;
  return { kind: 'write', path: join(tree, PATH_FLAGS), content };
}

/** As distutils splits them, which is as a POSIX shell does. */
function typed(flags: readonly string[]): string {
  return flags.map(quotePosix).join(' ');
}

/** `/Zi` makes all compilers write one vc140.pdb, which needs `/FS`; `/Z7` needs neither. */
function sharesOnePdb({ toolbox }: StepContext, { common, compile }: FlagSettings): boolean {
  if (toolbox.compiler?.family !== 'msvc') return false;
  const flags = [...common, ...compile];
  return (flags.includes('/Zi') || flags.includes('/ZI')) && !flags.includes('/FS');
}
