import { join } from 'node:path';
import type { PatchSettings, Settings } from '../recipe/settings.ts';
import { isCommit } from '../recipe/source-schema.ts';
import { UserError } from '../system/errors.ts';
import { isDirectory } from '../system/files.ts';
import { hashCanonical, sha256File } from '../system/hash.ts';
import type { EnvironmentPlace } from './environment-place.ts';
import type { Toolbox } from './toolbox.ts';

/** Raised whenever the steps themselves change what they make of the same inputs. */
const PIPELINE_VERSION = 2;

/** The content key of each step: a hash of its inputs and of the key before it. */
export interface StepKeys {
  readonly environment: string;
  /** Of the release that a repository's tag or an archive stands for. */
  readonly release: string;
  readonly source: string;
  readonly toolchain: string;
  readonly patches: string;
  readonly build: string;
  /** Of all that decides a build but its patches: two builds of one base differ in patched files. */
  readonly base: string;
}

export async function stepKeys(
  settings: Settings,
  toolbox: Toolbox,
  place: EnvironmentPlace | null,
): Promise<StepKeys> {
  const environment = hashCanonical({
    version: PIPELINE_VERSION,
    settings: settings.environment,
    // A made environment lies in the workspace: its key says what it is, its path does not.
    interpreter: place === null ? asked(toolbox.interpreter) : place.key,
  });
  const release = hashCanonical(await releaseOf(settings));
  const source = hashCanonical({
    previous: environment,
    provider: settings.source.provider,
    files: await sourceHashes(settings),
    release,
  });
  const toolchain = hashCanonical({
    previous: source,
    platform: settings.platform,
    compiler: toolbox.compiler,
    flags: flagsOf(settings, toolbox),
    msvc: toolbox.msvc && {
      toolset: toolbox.msvc.toolset,
      flagsBy: settings.toolchain?.msvc?.flagsBy,
    },
  });
  const patches = hashCanonical({ previous: toolchain, patches: await patchHashes(settings) });
  const building = decisive(settings.build);
  const build = hashCanonical({ previous: patches, build: building });
  const base = hashCanonical({ toolchain, build: building });
  return { environment, release, source, toolchain, patches, build, base };
}

/** What decides a build's result: not how many compile at a time, nor how many files there are. */
function decisive(build: Settings['build']): object {
  if (build.provider !== 'setup-py') return build;
  return { ...build, jobs: undefined, objects: undefined };
}

function asked(interpreter: Toolbox['interpreter']): object | null {
  if (interpreter === null) return null;
  const { path, kind, version } = interpreter;
  return { path, kind, version };
}

/** The flags that the found compiler gets; null when nothing is compiled. */
export function flagsOf(
  { toolchain }: Settings,
  { compiler }: Toolbox,
): { common: readonly string[]; compile: readonly string[]; link: readonly string[] } | null {
  return toolchain === undefined || compiler === null ? null : toolchain.flags[compiler.family];
}

async function sourceHashes({ source, recipe }: Settings): Promise<Record<string, string>> {
  if (source.provider !== 'files') return {};
  const hashes: Record<string, string> = {};
  for (const file of source.files) {
    hashes[file] = await hashOf(join(source.directory, file), `source.files of recipe ${recipe}`);
  }
  return hashes;
}

/** What says which release a repository's tag stands for. */
async function releaseOf({ source }: Settings): Promise<object | null> {
  if (source.provider !== 'git') return null;
  const { repository, ref, commit, blobs, archive } = source;
  if (archive !== null) return { ref, blobs, archive: await archiveIdentity(archive) };
  if (isCommit(ref)) return { ref, blobs };
  return commit === undefined ? { ref, blobs, repository } : { ref, blobs, commit };
}

/** A release file is its hash; the folder that it was unpacked to is known by its path only. */
async function archiveIdentity(archive: string): Promise<string> {
  return (await isDirectory(archive)) ? archive : hashOf(archive, '--source');
}

async function patchHashes({ patches, recipe }: Settings): Promise<readonly (readonly string[])[]> {
  const hashes: (readonly string[])[] = [];
  for (const patch of patches) {
    hashes.push([patch.name, await patchHash(patch, `patches.${patch.name} of recipe ${recipe}`)]);
  }
  return hashes;
}

/** The sha256 of a diff, or of the settings of an edit. */
export async function patchHash(patch: PatchSettings, key: string): Promise<string> {
  if ('file' in patch) return hashOf(patch.file, key);
  return hashCanonical('move' in patch ? patch.move : patch.unoptimise);
}

/** The sha256 of a file that the recipe names at `key`. */
export async function hashOf(file: string, key: string): Promise<string> {
  try {
    return await sha256File(file);
  } catch (error) {
    throw new UserError(`${key} names ${file}, which cannot be read: mend the path or the file`, {
      cause: error,
    });
  }
}
