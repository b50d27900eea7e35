import type { Compiler } from '../../system/compilers.ts';
import type { Action, CommandAction } from '../action.ts';
import { flagsOf } from '../keys.ts';
import type { Step } from '../step.ts';
import type { StepContext } from './context.ts';
import { flagWayOf, interpreterOf } from './distutils.ts';

/** Checks the compiler that the build will use, and gives the interpreter's distutils its flags. */
export function toolchainStep(context: StepContext): Step {
  const { settings, toolbox, keys, folder } = context;
  const { compiler } = toolbox;
  const edits = distutilsActions(context);
  return {
    name: 'toolchain',
    key: keys.toolchain,
    // What is edited is put back when the work ends, so it is edited anew for each build.
    directory: edits.length === 0 ? null : folder,
    actions: [...(compiler === null ? [] : probesOf(compiler, settings.build.provider)), ...edits],
    outputs: [],
  };
}

function probesOf(compiler: Compiler, provider: string): readonly CommandAction[] {
  const { path, family } = compiler;
  // cl has no --version: alone, it prints its banner. Without the variables of vcvarsall.bat, which
  // only a build gets, it may not even start; finding it has told its version already.
  if (family === 'msvc' && provider === 'setup-py') return [];
  const questions = family === 'msvc' ? [[]] : [['--version'], ['-dumpmachine']];
  return questions.map((question) => ({
    kind: 'command',
    argv: [path, ...question],
    cwd: null,
    variables: {},
    doing: `asking ${path} what it is`,
  }));
}

function distutilsActions(context: StepContext): readonly Action[] {
  const { settings, toolbox } = context;
  const way = flagWayOf(context);
  if (way === null) return [];
  const { path: interpreter, folders } = interpreterOf(context);
  const variables = { SETUPTOOLS_USE_DISTUTILS: 'stdlib' };
  const flags = flagsOf(settings, toolbox);
  const module = 'distutils._msvccompiler';
  if (way === 'patch') {
    const { common = [], compile = [], link = [] } = flags ?? {};
    return [
      {
        kind: 'edit-distutils',
        interpreter,
        folders,
        module,
        variables,
        compile: [...common, ...compile],
        link: [...common, ...link],
      },
    ];
  }
  const { compile = [], link = [] } = settings.toolchain?.msvc?.shipped ?? {};
  return [{ kind: 'check-distutils', interpreter, folders, module, variables, compile, link }];
}
