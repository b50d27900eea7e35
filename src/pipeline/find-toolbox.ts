import type { Platform } from '../recipe/schema.ts';
import type { Settings } from '../recipe/settings.ts';
import { familyByName, findCompiler, type Compiler } from '../system/compilers.ts';
import { findCondaClient, type CondaClient } from '../system/conda.ts';
import { EnvironmentError } from '../system/errors.ts';
import { findProgram } from '../system/find-program.ts';
import { processorCount } from '../system/machine.ts';
import { findMsvc, type Msvc } from '../system/msvc.ts';
import type { EnvironmentPlace } from './environment-place.ts';
import { installHint } from './install-hint.ts';
import { versionOf } from './interpreter-version.ts';
import type { Interpreter, Toolbox } from './toolbox.ts';

/**
 * Finds the compiler and the interpreter that a variant needs on this machine; `place` is where its
 * environment is or will be made.
 *
 * @throws EnvironmentError when one is missing, with the command that installs it, or when the
 *   machine's processor is none that the recipe supports.
 */
export async function findToolbox(
  settings: Settings,
  processor: string,
  place: EnvironmentPlace | null,
): Promise<Toolbox> {
  requireProcessor(settings, processor);
  requireGit(settings);
  const conda = await findConda(settings);
  const interpreter = place?.interpreter ?? (await findInterpreter(settings));
  const { compiler, msvc } = await findTools(settings);
  return { compiler, interpreter, conda, msvc, processors: processorCount() };
}

/** The toolbox that a machine of another platform is taken to have: the first of each by name. */
export function assumeToolbox(settings: Settings, place: EnvironmentPlace | null): Toolbox {
  const { environment, platform, toolchain } = settings;
  const name = toolchain?.compilers[0];
  const compiler = name === undefined ? null : assumeCompiler(name, platform);
  return {
    compiler,
    interpreter:
      place?.interpreter ??
      (environment.provider === 'existing'
        ? { path: environment.interpreter, kind: environment.kind, version: null, folders: [] }
        : null),
    conda: environment.provider === 'conda' ? ASSUMED_CONDA : null,
    msvc:
      compiler?.family === 'msvc' && toolchain?.msvc ? assumeMsvc(toolchain.msvc.toolsets) : null,
    processors: 1,
  };
}

const ASSUMED_CONDA: CondaClient = {
  path: 'conda',
  kind: 'conda',
  version: 'not asked',
  rootPrefix: null,
};

function assumeMsvc([toolset = '']: readonly string[]): Msvc {
  const installation = 'C:\\Program Files (x86)\\Microsoft Visual Studio\\2019\\BuildTools';
  return {
    installation,
    toolset,
    version: 'not asked',
    cl: 'cl',
    vcvarsall: `${installation}\\VC\\Auxiliary\\Build\\vcvarsall.bat`,
    variables: {},
    warnings: [],
  };
}

async function findTools(
  settings: Settings,
): Promise<{ readonly compiler: Compiler | null; readonly msvc: Msvc | null }> {
  const { toolchain, platform } = settings;
  if (toolchain === undefined) return { compiler: null, msvc: null };
  const wantsCl = toolchain.compilers.some((name) => familyByName(name) === 'msvc');
  if (wantsCl && toolchain.msvc !== undefined && platform === 'win32') {
    const msvc = await findMsvc({ toolsets: toolchain.msvc.toolsets });
    const { cl: path, version } = msvc;
    return { compiler: { name: 'cl', path, family: 'msvc', version, target: null }, msvc };
  }
  const compiler = await findCompiler(toolchain.compilers);
  if (compiler !== null) return { compiler, msvc: null };
  throw new EnvironmentError(
    `no C compiler found (looked for ${toolchain.compilers.join(', ')} on PATH), which recipe ` +
      `${settings.recipe} needs: ${installHint('compiler', platform)}`,
  );
}

function requireGit({ source, recipe, platform }: Settings): void {
  if (source.provider !== 'git' || findProgram('git') !== null) return;
  throw new EnvironmentError(
    `git was not found, which recipe ${recipe} needs for its source: ${installHint('git', platform)}`,
  );
}

async function findConda({ environment, recipe, platform }: Settings): Promise<CondaClient | null> {
  if (environment.provider !== 'conda') return null;
  const client = await findCondaClient(process.env);
  if (client !== null) return client;
  throw new EnvironmentError(
    `no conda, mamba or micromamba found, which recipe ${recipe} needs for its environment: ` +
      installHint('conda', platform),
  );
}

function assumeCompiler(name: string, platform: Platform): Compiler {
  const family = familyByName(name);
  const mingw = platform === 'win32' && family !== 'msvc';
  return { name, path: name, family, version: 'not asked', target: mingw ? 'windows-gnu' : null };
}

function requireProcessor(settings: Settings, processor: string): void {
  const { processors } = settings.requires;
  if (processors === undefined || processors.includes(processor)) return;
  throw new EnvironmentError(
    `recipe ${settings.recipe} needs a processor of kind ${processors.join(' or ')}, and this ` +
      `machine's is ${processor}: run it on another machine, or give a recipe of your own`,
  );
}

async function findInterpreter({ environment, platform }: Settings): Promise<Interpreter | null> {
  if (environment.provider !== 'existing') return null;
  const { interpreter, kind } = environment;
  const path = findProgram(interpreter);
  if (path === null) {
    throw new EnvironmentError(
      `the interpreter ${interpreter} was not found: ` +
        (kind === 'python' ? installHint('python', platform) : 'install it, or give its path'),
    );
  }
  const version = await versionOf({ path, folders: [] });
  if (version === null) {
    throw new EnvironmentError(
      `the interpreter ${path} does not answer to --version: is it the right program?`,
    );
  }
  return { path, kind, version, folders: [] };
}
