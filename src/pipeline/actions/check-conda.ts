import { join } from 'node:path';
import type { Pinned, Platform } from '../../recipe/schema.ts';
import { EnvironmentError } from '../../system/errors.ts';
import { listFiles, readJson } from '../../system/files.ts';
import type { CheckCondaAction } from '../action.ts';
import { quoteCmd, quotePosix } from '../quote.ts';

/** What conda notes of a package that it installed, in `conda-meta/<name>-<version>-<build>.json`. */
interface PackageRecord {
  readonly version: string;
  readonly buildNumber: number;
  readonly build: string;
}

/**
 * Holds the installed version and build number of the pinned package against the pin.
 *
 * @throws EnvironmentError when it is another one, or when there is no record of it.
 */
export async function performCheckConda({ prefix, pinned }: CheckCondaAction): Promise<void> {
  const found = await installed(prefix, pinned.package);
  if (found === null) {
    throw new EnvironmentError(
      `${join(prefix, 'conda-meta')} has no record of ${pinned.package}, which the recipe pins: ` +
        'add it to the specs or to the lock of the environment, and run again',
    );
  }
  if (found.version === pinned.version && pinned.builds.includes(found.buildNumber)) return;
  throw new EnvironmentError(
    `${prefix} has ${pinned.package} ${found.version} build ${found.buildNumber} (${found.build}) ` +
      `instead of ${wanted(pinned)}, so the environment would lack something (${pinned.why}): ` +
      'mend the specs or the lock, and run again',
  );
}

/** A search for the two facts, as a person would type it. */
export function renderCheckConda(
  { prefix, pinned }: CheckCondaAction,
  platform: Platform,
): readonly string[] {
  const { package: name } = pinned;
  if (platform === 'win32') {
    return [
      `rem must be ${wanted(pinned)}`,
      `findstr "version build_number" ${quoteCmd(`${prefix}\\conda-meta\\${name}-*.json`)}`,
    ];
  }
  const files = `${quotePosix(`${prefix}/conda-meta/${name}-`)}*.json`;
  return [`# must be ${wanted(pinned)}`, `grep -E '"(version|build_number)"' ${files}`];
}

function wanted({ package: name, version, builds }: Pinned): string {
  return `${name} ${version} build ${builds.join(' or ')}`;
}

async function installed(prefix: string, name: string): Promise<PackageRecord | null> {
  const folder = join(prefix, 'conda-meta');
  for (const file of await listFiles(folder)) {
    // `python-` begins the record of python-dateutil too: the name inside decides.
    if (!file.startsWith(`${name}-`) || !file.endsWith('.json')) continue;
    const record = recordOf(await readJson(join(folder, file)), name);
    if (record !== null) return record;
  }
  return null;
}

function recordOf(value: unknown, name: string): PackageRecord | null {
  if (typeof value !== 'object' || value === null) return null;
  const record = value as Readonly<Record<string, unknown>>;
  const { version, build_number: buildNumber, build } = record;
  if (record['name'] !== name) return null;
  if (typeof version !== 'string' || typeof buildNumber !== 'number') return null;
  return { version, buildNumber, build: typeof build === 'string' ? build : '?' };
}
