import { fileURLToPath } from 'node:url';
import { execa } from 'execa';
import { EnvironmentError } from './errors.ts';
import { changedVariables, parseVariables } from './msvc-variables.ts';

type Variables = Readonly<Record<string, string>>;

const FOLDER = fileURLToPath(new URL('../../templates/windows', import.meta.url));
const SCRIPT = '.\\msvc-environment.bat';

/** vcvarsall.bat starts some forty programs, under a virus scanner slowly, seconds. */
const PATIENCE_SECONDS = 180;

/**
 * The variables that `vcvarsall.bat x64 -vcvars_ver=<toolset>` sets or changes in an environment.
 *
 * @throws EnvironmentError when it fails or sets up another toolset, with what it printed.
 */
export async function importMsvcEnvironment(
  vcvarsall: string,
  toolset: string,
  environment: Variables,
): Promise<Variables> {
  // No path is on cmd's command line, where a percent sign or an ampersand in it would be read as
  // cmd's: the script lies in the working folder, and vcvarsall.bat's path in a variable.
  const before = { ...environment, WINREPRO_VCVARSALL: vcvarsall };
  const result = await execa(commandShell(environment), ['/d', '/u', '/c', SCRIPT, toolset], {
    cwd: FOLDER,
    env: before,
    extendEnv: false,
    reject: false,
    stdin: 'ignore',
    windowsHide: true,
    encoding: 'buffer',
    timeout: PATIENCE_SECONDS * 1000,
  });
  const evidence = said(Buffer.from(result.stderr));
  const after = result.exitCode === 0 ? parseVariables(Buffer.from(result.stdout)) : null;
  if (after === null) {
    const how = result.timedOut ? `took over ${PATIENCE_SECONDS} s` : 'failed';
    throw new EnvironmentError(
      `${vcvarsall} x64 -vcvars_ver=${toolset} ${how}: run it in a command prompt, and repair ` +
        `Visual Studio in its Installer`,
      { evidence },
    );
  }
  const made = after['VCToolsVersion'] ?? toolset;
  if (made === toolset) return changedVariables(before, after);
  throw new EnvironmentError(
    `${vcvarsall} sets up toolset ${made} when asked for ${toolset}: start winrepro from a ` +
      `prompt where no Visual Studio is set up yet, or repair that toolset`,
    { evidence },
  );
}

/** cmd's own commands print UTF-16LE under /u, programs do not. */
function said(printed: Buffer): string {
  const wide = printed.length % 2 === 0 && printed.includes(0);
  return printed
    .toString(wide ? 'utf16le' : 'utf8')
    .replaceAll('\0', '')
    .trim();
}

function commandShell(environment: Variables): string {
  const name = Object.keys(environment).find((one) => one.toUpperCase() === 'COMSPEC');
  return (name === undefined ? undefined : environment[name]) ?? 'cmd.exe';
}
