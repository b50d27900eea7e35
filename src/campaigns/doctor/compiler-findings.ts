import { installHint } from '../../pipeline/install-hint.ts';
import type { Settings } from '../../recipe/settings.ts';
import { familyByName, findCompiler } from '../../system/compilers.ts';
import { EnvironmentError } from '../../system/errors.ts';
import { findProgram } from '../../system/find-program.ts';
import { findMsvc } from '../../system/msvc.ts';
import type { Finding } from './finding.ts';

/** The compiler, and the linker that its flags name. */
export async function compilerFindings(settings: Settings): Promise<readonly Finding[]> {
  const { toolchain, platform, recipe } = settings;
  if (toolchain === undefined) return [];
  const wantsCl = toolchain.compilers.some((name) => familyByName(name) === 'msvc');
  if (wantsCl && toolchain.msvc !== undefined && platform === 'win32') {
    return [await msvcFinding(toolchain.msvc.toolsets, recipe)];
  }
  const compiler = await findCompiler(toolchain.compilers);
  const found: Finding = {
    name: `C compiler (${toolchain.compilers.join(', ')})`,
    ok: compiler !== null,
    found: compiler === null ? null : `${compiler.version} at ${compiler.path}`,
    neededFor: `recipe ${recipe}`,
    remedy: compiler === null ? installHint('compiler', platform) : null,
  };
  const linkFlags = compiler === null ? [] : toolchain.flags[compiler.family].link;
  if (!linkFlags.includes('-fuse-ld=lld')) return [found];
  const lld = findProgram('ld.lld');
  const linker: Finding = {
    name: 'linker lld',
    ok: lld !== null,
    found: lld,
    neededFor: `link-time optimization with ${compiler?.name ?? 'clang'}`,
    remedy: lld === null ? installHint('lld', platform) : null,
  };
  return [found, linker];
}

async function msvcFinding(toolsets: readonly string[], recipe: string): Promise<Finding> {
  const finding = {
    name: `MSVC toolset ${toolsets.join(' or ')}`,
    neededFor: `recipe ${recipe}`,
  };
  try {
    const { version, toolset, installation, warnings } = await findMsvc({ toolsets });
    const remedy = warnings.length === 0 ? null : warnings.join('; ');
    return {
      ...finding,
      ok: true,
      found: `${version}, toolset ${toolset} in ${installation}`,
      remedy,
    };
  } catch (error) {
    if (!(error instanceof EnvironmentError)) throw error;
    return { ...finding, ok: false, found: null, remedy: error.message };
  }
}
