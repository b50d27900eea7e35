import { join } from 'node:path';
import { exists, listDirectories, readJson, readText } from '../system/files.ts';
import { hashCanonical, sha256File } from '../system/hash.ts';
import type { PatchContent } from './action.ts';
import { touchedFiles } from './unified-diff.ts';

export const KEPT_SCHEMA = 'winrepro/kept/1';

/** A patch by its content, with the files that it touches. */
export interface KeptPatch {
  readonly sha256: string;
  readonly files: readonly string[];
}

/** A tracked file that the build itself rewrote: its blob hash then, null when it removed it. */
export interface RewrittenFile {
  readonly path: string;
  readonly blob: string | null;
}

/** `kept.json` beside a finished build: what it was made from. */
export interface KeptBuild {
  readonly schema: typeof KEPT_SCHEMA;
  readonly baseKey: string;
  /** ISO 8601, UTC. */
  readonly at: string;
  readonly patches: readonly KeptPatch[];
  readonly rewritten: readonly RewrittenFile[];
}

export interface FoundBuild {
  readonly folder: string;
  readonly kept: KeptBuild;
}

/** Reads the patches. Throws EnvironmentError for one that cannot be read. */
export async function describePatches(
  patches: readonly PatchContent[],
): Promise<readonly KeptPatch[]> {
  const described: KeptPatch[] = [];
  for (const patch of patches) {
    if (typeof patch === 'string') {
      const text = await readText(patch);
      described.push({ sha256: await sha256File(patch), files: touchedFiles(text) });
    } else {
      const files = patch.edit === 'unoptimise' ? [patch.file] : [patch.from, patch.to].sort();
      described.push({ sha256: hashCanonical(patch), files });
    }
  }
  return described;
}

/** The finished builds of a base whose products are still those that they made. */
export async function keptBuilds(builds: string, baseKey: string): Promise<readonly FoundBuild[]> {
  const found: FoundBuild[] = [];
  for (const name of await listDirectories(builds)) {
    const folder = join(builds, name);
    const kept = await readKept(join(folder, 'kept.json'));
    if (kept?.baseKey === baseKey && (await isWhole(folder))) found.push({ folder, kept });
  }
  return found;
}

/**
 * Files whose change a build notices. Measured: numpy.distutils skips a whole extension whose `depends`
 * are old, so that a changed loops_utils.h compiles nothing; on Windows it has no `.d` files at all.
 */
const COMPILED = /\.(?:c|cc|cpp|cxx|py|pyx|c\.src)$/i;

/**
 * The build whose patches differ from the wanted ones in the fewest files; of equals the newest. One
 * that differs in a header is no start: its objects might be stale.
 */
export function nearestBuild(
  candidates: readonly FoundBuild[],
  wanted: readonly KeptPatch[],
): FoundBuild | null {
  const ranked = candidates
    .map((build) => ({ build, differing: differingFiles(build.kept.patches, wanted) }))
    .filter(({ differing }) => differing.every((file) => COMPILED.test(file)))
    .sort(
      (a, b) =>
        a.differing.length - b.differing.length || (a.build.kept.at < b.build.kept.at ? 1 : -1),
    );
  return ranked[0]?.build ?? null;
}

/** The files that are touched by patches of which only one of the two has. */
function differingFiles(a: readonly KeptPatch[], b: readonly KeptPatch[]): readonly string[] {
  const only = (these: readonly KeptPatch[], those: readonly KeptPatch[]): readonly string[] =>
    these
      .filter(({ sha256 }) => !those.some((other) => other.sha256 === sha256))
      .flatMap(({ files }) => files);
  return [...new Set([...only(a, b), ...only(b, a)])];
}

/** Null for anything that is not such a file; an unreadable one is no build to start from. */
async function readKept(file: string): Promise<KeptBuild | null> {
  if (!(await exists(file))) return null;
  const value = (await readJson(file).catch(() => null)) as KeptBuild | null;
  return value?.schema === KEPT_SCHEMA ? value : null;
}

async function isWhole(folder: string): Promise<boolean> {
  const stamp = (await readJson(join(folder, 'stamps', 'build.json')).catch(() => null)) as {
    readonly outputs?: readonly { readonly file: string; readonly sha256: string }[];
  } | null;
  if (stamp === null) return false;
  for (const { file, sha256 } of stamp.outputs ?? []) {
    if ((await sha256File(file).catch(() => null)) !== sha256) return false;
  }
  return true;
}
