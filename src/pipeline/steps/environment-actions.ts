import { posix, win32 } from 'node:path';
import type { Environment, Platform } from '../../recipe/schema.ts';
import type { CondaClient } from '../../system/conda.ts';
import { InternalError } from '../../system/errors.ts';
import type { Action } from '../action.ts';

export interface EnvironmentMaking {
  readonly prefix: string;
  /** Where downloads are kept: an environment that is made anew needs no network for them. */
  readonly downloads: string;
  readonly client: CondaClient | null;
  readonly platform: Platform;
  /** Absolute path of an explicit lock; null to solve. */
  readonly lock: string | null;
}

/**
 * What makes an environment in a prefix. Nothing for one that is there already.
 *
 * @throws InternalError when conda is to be used and no client was found before.
 */
export function environmentActions(
  environment: Environment,
  making: EnvironmentMaking,
): readonly Action[] {
  switch (environment.provider) {
    case 'none':
    case 'existing':
      return [];
    case 'conda':
      return condaActions(environment, making);
    case 'pypy-zip':
      return zipActions(environment, making);
    case 'venv':
      return venvActions(environment, making);
  }
}

/**
 * The folders that conda's activation puts in front of PATH, in its order (conda/activate.py;
 * facts/windows-numpy-pypy.md, part 5).
 */
export function interpreterFolders(prefix: string, platform: Platform): readonly string[] {
  if (platform !== 'win32') return [posix.join(prefix, 'bin')];
  const below = ['Library\\mingw-w64\\bin', 'Library\\usr\\bin', 'Library\\bin', 'Scripts', 'bin'];
  return [prefix, ...below.map((folder) => win32.join(prefix, folder))];
}

type Of<Provider> = Extract<Environment, { provider: Provider }>;

function condaActions(
  { channels, specs, pinned }: Of<'conda'>,
  { prefix, client, platform, lock }: EnvironmentMaking,
): readonly Action[] {
  if (client === null) throw new InternalError(`no conda client was found to make ${prefix}`);
  return [
    {
      kind: 'conda-create',
      client,
      prefix,
      channels,
      specs,
      pinned: pinned ?? null,
      lock,
      platform,
    },
    ...(pinned === undefined ? [] : [{ kind: 'check-conda', prefix, pinned } as const]),
  ];
}

function zipActions(
  { url, sha256, interpreter, requirements }: Of<'pypy-zip'>,
  { prefix, downloads, platform }: EnvironmentMaking,
): readonly Action[] {
  const paths = pathsOf(platform);
  // Two addresses may end alike; the hash tells their files apart.
  const archive = paths.join(downloads, `${sha256.slice(0, 8)}-${fileOf(url)}`);
  const python = paths.join(prefix, interpreter);
  return [
    { kind: 'download', url, sha256, to: archive },
    { kind: 'unpack', archive, to: prefix, strip: 1 },
    runPython(python, ['-m', 'ensurepip'], `installing pip into ${prefix}`),
    ...install(python, requirements, prefix),
  ];
}

function venvActions(
  { base, requirements }: Of<'venv'>,
  { prefix, platform }: EnvironmentMaking,
): readonly Action[] {
  const python = pathsOf(platform).join(
    prefix,
    platform === 'win32' ? 'Scripts/python.exe' : 'bin/python',
  );
  return [
    runPython(base, ['-m', 'venv', prefix], `making the virtual environment ${prefix}`),
    ...install(python, requirements, prefix),
  ];
}

function install(
  python: string,
  requirements: readonly string[],
  prefix: string,
): readonly Action[] {
  if (requirements.length === 0) return [];
  const options = ['--no-input', '--disable-pip-version-check'];
  return [
    runPython(
      python,
      ['-m', 'pip', 'install', ...options, ...requirements],
      `installing ${requirements.join(', ')} into ${prefix}`,
    ),
  ];
}

function runPython(python: string, args: readonly string[], doing: string): Action {
  return {
    kind: 'command',
    argv: [python, ...args],
    cwd: null,
    // A package of the user's own site would count as installed, and be missing elsewhere.
    variables: { PYTHONNOUSERSITE: '1' },
    doing,
  };
}

/** The last part of an address, in letters that every disk can hold. */
function fileOf(url: string): string {
  const last = new URL(url).pathname.split('/').at(-1) ?? '';
  return last.replaceAll(/[^A-Za-z0-9._-]/g, '_');
}

/** A plan may be made on another platform than the one that it is for. */
function pathsOf(platform: Platform): typeof posix {
  return platform === 'win32' ? win32 : posix;
}
