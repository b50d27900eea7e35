import { join } from 'node:path';
import { ask } from './command.ts';
import { EnvironmentError } from './errors.ts';
import { exists, listDirectories } from './files.ts';
import { findProgram } from './find-program.ts';
import { compareVersions, installMsvc, type Toolset } from './msvc-toolset.ts';

type Environment = Readonly<Record<string, string>>;

/** Any edition, with the compiler: what distutils asks too (facts §4), but all and not the newest. */
const QUESTION = [
  '-products',
  '*',
  '-requires',
  'Microsoft.VisualStudio.Component.VC.Tools.x86.x64',
  '-format',
  'json',
  '-utf8',
] as const;

/**
 * The toolsets with a cl for x64 of all Visual Studios, those of the newest Visual Studio first.
 *
 * @throws EnvironmentError when there is no Visual Studio, or its own locator does not answer.
 */
export async function findToolsets(environment: Environment): Promise<readonly Toolset[]> {
  const vswhere = await findVswhere(environment);
  if (vswhere === null) {
    throw new EnvironmentError(`no Visual Studio found (it has no vswhere.exe): ${installMsvc}`);
  }
  const answer = await ask([vswhere, ...QUESTION], { environment, timeoutSeconds: 60 });
  const installations = answer?.exitCode === 0 ? parseInstallations(answer.stdout) : null;
  if (installations === null) {
    throw new EnvironmentError(
      `${vswhere} does not tell where Visual Studio is: repair it in the Visual Studio Installer`,
      { evidence: `${answer?.stdout ?? ''}\n${answer?.stderr ?? ''}`.trim() },
    );
  }
  const found = await Promise.all(installations.map(toolsetsOf));
  return found.flat();
}

/** The folders in vswhere's JSON, the newest version first; null for another text. */
export function parseInstallations(json: string): readonly string[] | null {
  let value: unknown;
  try {
    value = JSON.parse(json.replace(/^\uFEFF/, '').trim() || '[]');
  } catch {
    return null;
  }
  if (!Array.isArray(value)) return null;
  return (value as readonly unknown[])
    .flatMap((one) => {
      const { installationPath: path, installationVersion: version } = Object(one) as {
        readonly installationPath?: unknown;
        readonly installationVersion?: unknown;
      };
      if (typeof path !== 'string' || path === '') return [];
      return [{ path, version: typeof version === 'string' ? version : '0' }];
    })
    .sort((a, b) => compareVersions(b.version, a.version))
    .map(({ path }) => path);
}

async function findVswhere(environment: Environment): Promise<string | null> {
  // Windows spells it so, and a 64-bit process sees it whatever the language is.
  const programs = Object.entries(environment).find(
    ([name]) => name.toUpperCase() === 'PROGRAMFILES(X86)',
  )?.[1];
  if (programs !== undefined) {
    const path = join(programs, 'Microsoft Visual Studio', 'Installer', 'vswhere.exe');
    if (await exists(path)) return path;
  }
  return findProgram('vswhere', environment);
}

/** A toolset that was removed leaves its folder behind, without its cl. */
async function toolsetsOf(installation: string): Promise<readonly Toolset[]> {
  const folder = join(installation, 'VC', 'Tools', 'MSVC');
  const versions = (await listDirectories(folder)).filter((name) => /^\d+(\.\d+)+$/.test(name));
  const complete = await Promise.all(
    versions.map(async (version) =>
      exists(join(folder, version, 'bin', 'Hostx64', 'x64', 'cl.exe')),
    ),
  );
  return versions
    .filter((_, index) => complete[index])
    .map((version) => ({ version, installation }));
}
