import type { FlagSettings, Settings } from '../../recipe/settings.ts';
import type { CommandAction } from '../action.ts';
import { environmentFlags } from '../distutils/environment-flags.ts';
import { flagsOf } from '../keys.ts';
import type { StepContext } from './context.ts';
import { flagWayOf, interpreterOf } from './distutils.ts';

type SetupPy = Extract<Settings['build'], { provider: 'setup-py' }>;

/**
 * A line that distutils and numpy.distutils print for each file that they compile: the compiler's
 * command line with `-c`, or, of cl, the file's bare name (`cl` prints it even under /nologo).
 */
const COMPILED =
  /^\s*[\w.+-]*(?:gcc|clang|cc)\S*: \S+\.(?:c|cpp|cxx|f|S)\s*$|^[\w.-]+\.(?:c|cpp|cxx)\s*$/;

/** The one command that builds in place: `python setup.py build_ext -i`. */
export function setupPyCommand(build: SetupPy, context: StepContext): CommandAction {
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
    CFLAGS: [...common, ...compile].join(' '),
    LDFLAGS: [...common, ...link].join(' '),
  };
}

/** `/Zi` makes all compilers write one vc140.pdb, which needs `/FS`; `/Z7` needs neither. */
function sharesOnePdb({ toolbox }: StepContext, { common, compile }: FlagSettings): boolean {
  if (toolbox.compiler?.family !== 'msvc') return false;
  const flags = [...common, ...compile];
  return (flags.includes('/Zi') || flags.includes('/ZI')) && !flags.includes('/FS');
}
