import { posix, win32 } from 'node:path';
import type { Pinned, Platform } from '../recipe/schema.ts';
import type { CondaClient } from '../system/conda.ts';
import { EnvironmentError } from '../system/errors.ts';

/**
 * The command lines of conda, mamba and micromamba. Two dialects: conda's own, which mamba 1 shares,
 * and that of micromamba, which mamba 2 shares (facts/windows-numpy-pypy.md, part 5).
 */

export interface CondaPlace {
  readonly client: CondaClient;
  readonly prefix: string;
  readonly platform: Platform;
}

/**
 * Solves match specs and installs what comes out.
 *
 * @throws EnvironmentError when a word would not survive a .bat client.
 */
export function createFromSpecs(
  place: CondaPlace,
  channels: readonly string[],
  specs: readonly string[],
): readonly string[] {
  const { client, prefix } = place;
  const from = ['--override-channels', ...channels.flatMap((channel) => ['-c', channel]), ...specs];
  return safe(
    client,
    isMicromamba(client)
      ? [client.path, 'create', '-y', ...root(place), '-p', prefix, ...from]
      : // As JSON, since only there the solver's reason is whole and not wrapped for a screen.
        [client.path, 'create', '-y', '--json', '--quiet', '-p', prefix, ...from],
  );
}

/**
 * Installs exactly the packages of an explicit lock.
 *
 * @throws EnvironmentError when a word would not survive a .bat client.
 */
export function createFromLock(place: CondaPlace, lock: string): readonly string[] {
  const { client, prefix } = place;
  const micro = isMicromamba(client) ? root(place) : [];
  return safe(client, [client.path, 'create', '-y', ...micro, '-p', prefix, '--file', lock]);
}

/**
 * Prints the explicit lock of an environment: the URL and md5 of each package.
 *
 * @throws EnvironmentError when a word would not survive a .bat client.
 */
export function exportLock(place: CondaPlace): readonly string[] {
  const { client, prefix } = place;
  return safe(
    client,
    isMicromamba(client)
      ? [client.path, 'env', 'export', ...root(place), '-p', prefix, '--explicit']
      : [client.path, 'list', '-p', prefix, '--explicit', '--md5'],
  );
}

/** The match spec of one build of a pinned package: `pypy3.7=7.3.5=*_4`. */
export function pinnedSpec({ package: name, version }: Pinned, build: number): string {
  return `${name}=${version}=*_${build}`;
}

/** Where the lock of an environment is written: beside its prefix. */
export function lockPath(prefix: string, platform: Platform): string {
  const paths = platform === 'win32' ? win32 : posix;
  return paths.join(paths.dirname(prefix), 'lock.txt');
}

function isMicromamba({ kind, version }: CondaClient): boolean {
  return kind === 'micromamba' || (kind === 'mamba' && Number.parseInt(version, 10) >= 2);
}

/** A micromamba without a root of its own would write into the user's home. */
function root({ client, prefix, platform }: CondaPlace): readonly string[] {
  const paths = platform === 'win32' ? win32 : posix;
  return ['-r', client.rootPrefix ?? paths.join(paths.dirname(prefix), 'root')];
}

function safe(client: CondaClient, argv: readonly string[]): readonly string[] {
  if (!/\.(bat|cmd)$/i.test(client.path)) return argv;
  const word = argv.slice(1).find((argument) => /[<>|^%]/.test(argument));
  if (word === undefined) return argv;
  throw new EnvironmentError(
    `${word} cannot be given to ${client.path}, because a batch file loses the signs < > | ^ %: ` +
      'name conda.exe itself by setting CONDA_EXE to <root>\\Scripts\\conda.exe, and run again',
  );
}
