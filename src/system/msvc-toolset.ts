import { EnvironmentError } from './errors.ts';

/** One toolset of one Visual Studio: a folder `VC\Tools\MSVC\<version>` with a cl for x64. */
export interface Toolset {
  /** `14.29.30133`: cl's own version is 5 higher in its first part. */
  readonly version: string;
  /** The folder of the Visual Studio. */
  readonly installation: string;
}

export interface ToolsetChoice {
  readonly toolset: Toolset;
  /** Sentences about a toolset that is not the one that was asked for. */
  readonly warnings: readonly string[];
}

/**
 * The first that compiles numpy wrong without a word: cl 19.50 and newer take its checks for
 * __builtin_isnan and __builtin_isinf (numpy issue 32229).
 */
const TOO_NEW = '14.50';

/** The command that installs Visual Studio's compiler of 2021 beside any other (facts §4). */
const INSTALL =
  'winget install --id Microsoft.VisualStudio.2022.BuildTools -e --accept-package-agreements ' +
  '--accept-source-agreements --override "--quiet --wait --norestart --nocache ' +
  '--add Microsoft.VisualStudio.Workload.VCTools ' +
  '--add Microsoft.VisualStudio.Component.VC.14.29.16.11.x86.x64 --includeRecommended"';

/** The move that gets the toolset, as the end of a sentence. */
export const installMsvc = `as administrator, \`${INSTALL}\` installs toolset 14.29, and so does the same with --id Microsoft.VisualStudio.2019.BuildTools`;

/**
 * The first wanted toolset that is in any installation, in its newest build; else the newest that
 * does not compile numpy wrong.
 *
 * @param wanted versions in their order; `14.29` means any 14.29.*.
 * @throws EnvironmentError when there is none, or only ones that are too new.
 */
export function chooseToolset(wanted: readonly string[], found: readonly Toolset[]): ToolsetChoice {
  const newestFirst = [...found].sort((a, b) => compareVersions(b.version, a.version));
  for (const version of wanted) {
    const toolset = newestFirst.find((one) => isOf(one.version, version));
    if (toolset !== undefined) return { toolset, warnings: [] };
  }
  const [newest] = newestFirst;
  if (newest === undefined) {
    throw new EnvironmentError(`no Visual Studio with a C compiler for x64 found: ${installMsvc}`);
  }
  const toolset = newestFirst.find(({ version }) => compareVersions(version, TOO_NEW) < 0);
  if (toolset === undefined) {
    throw new EnvironmentError(
      `MSVC toolset ${newest.version} of ${newest.installation} is too new: from ${TOO_NEW} on its ` +
        `cl compiles numpy wrong without a word (numpy issue 32229): ${installMsvc}`,
    );
  }
  return {
    toolset,
    warnings: [
      `none of the MSVC toolsets ${wanted.join(', ')} is installed; ${toolset.version} is used ` +
        `instead, with which the crash may not appear: ${installMsvc}`,
    ],
  };
}

/** Whether `14.29.30133` is of `14.29`; `14.2` is another. */
function isOf(version: string, wanted: string): boolean {
  return version === wanted || version.startsWith(`${wanted}.`);
}

/** Negative when `a` is older; versions are numbers between dots. */
export function compareVersions(a: string, b: string): number {
  const [left, right] = [a, b].map((version) => version.split('.').map(Number));
  const length = Math.max(left?.length ?? 0, right?.length ?? 0);
  for (let index = 0; index < length; index += 1) {
    const difference = (left?.[index] ?? 0) - (right?.[index] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}
