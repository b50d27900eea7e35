import { join } from 'node:path';
import { ask } from './command.ts';
import { withVariables } from './environment-variables.ts';
import { EnvironmentError } from './errors.ts';
import { findProgram } from './find-program.ts';
import { importMsvcEnvironment } from './msvc-environment.ts';
import { findToolsets } from './msvc-installations.ts';
import { chooseToolset } from './msvc-toolset.ts';

/** A toolset of Visual Studio, ready to be used without a prompt of its own. */
export interface Msvc {
  /** The folder of the Visual Studio. */
  readonly installation: string;
  /** In full: `14.29.30133`. */
  readonly toolset: string;
  /** The first line that its cl prints of itself. */
  readonly version: string;
  readonly cl: string;
  readonly vcvarsall: string;
  /** What vcvarsall.bat sets beside the environment, and that distutils is to believe it. */
  readonly variables: Readonly<Record<string, string>>;
  /** Sentences about a toolset that is not the one that was asked for. */
  readonly warnings: readonly string[];
}

/** distutils then takes the environment as it is, and looks for no newer Visual Studio (facts §4). */
const BELIEVE = { DISTUTILS_USE_SDK: '1', MSSdk: '1' } as const;

/**
 * Finds a toolset in the Visual Studios of this machine and reads in its environment.
 *
 * @param toolsets versions in their order of preference; `14.29` means any 14.29.*.
 * @throws EnvironmentError when there is none that may be used, with the command that installs it,
 *   or when Visual Studio's own scripts fail.
 */
export async function findMsvc(
  { toolsets }: { readonly toolsets: readonly string[] },
  environment: Readonly<Record<string, string | undefined>> = process.env,
): Promise<Msvc> {
  const inherited = definedOnly(environment);
  const { toolset, warnings } = chooseToolset(toolsets, await findToolsets(inherited));
  const { installation, version } = toolset;
  const vcvarsall = join(installation, 'VC', 'Auxiliary', 'Build', 'vcvarsall.bat');
  const variables = await importMsvcEnvironment(vcvarsall, version, inherited);
  const prepared = withVariables(inherited, variables);
  const cl = findProgram('cl', prepared);
  const banner = cl === null ? null : await bannerOf(cl, prepared);
  if (cl === null || banner === null) {
    throw new EnvironmentError(
      `${cl ?? 'no cl'} of toolset ${version} ${cl === null ? 'is on PATH' : 'does not start'} ` +
        `after ${vcvarsall}: repair ${installation} in the Visual Studio Installer`,
    );
  }
  return {
    installation,
    toolset: version,
    version: banner,
    cl,
    vcvarsall,
    variables: { ...variables, ...BELIEVE },
    warnings,
  };
}

/** cl prints its banner to stderr, its usage to stdout. */
async function bannerOf(
  cl: string,
  environment: Readonly<Record<string, string>>,
): Promise<string | null> {
  const answer = await ask([cl], { environment, timeoutSeconds: 60 });
  const banner = answer?.stderr.split(/\r?\n/)[0]?.trim() ?? '';
  return banner === '' ? null : banner;
}

function definedOnly(
  environment: Readonly<Record<string, string | undefined>>,
): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(environment).flatMap(([name, value]) =>
      value === undefined ? [] : [[name, value]],
    ),
  );
}
