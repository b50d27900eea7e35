import {
  MANIFEST,
  exportPlaces,
  parseManifest,
  type ExportedFile,
  type ExportManifest,
} from '../../records/export-manifest.ts';
import { EnvironmentError, InterruptedError, UserError } from '../../system/errors.ts';
import { fileError } from '../../system/file-error.ts';
import { exists, isPlainFile } from '../../system/files.ts';
import { withZip, type CheckedZip } from '../../system/read-zip.ts';
import { wholeFolder } from '../../system/unpack.ts';
import { exportRules } from '../export/archive-rules.ts';

export interface OpenRequest {
  readonly archive: string;
  /** The folder that is made; it must not be there yet. */
  readonly into: string;
  /** What it may unpack to; null for what needs no asking. */
  readonly maxBytes: number | null;
  readonly signal: AbortSignal;
}

/** A manifest of 200,000 files comes to 40 MB. */
const MOST_OF_A_MANIFEST = 64 * 1024 ** 2;

/**
 * Unpacks an export, all of it or nothing: every name, size and hash is held to its manifest first.
 *
 * @throws UserError for an archive that is hostile, damaged, of another version or no export at all,
 *   EnvironmentError for the disk, InterruptedError.
 */
export async function openExport({
  archive,
  into,
  maxBytes,
  signal,
}: OpenRequest): Promise<ExportManifest> {
  if (!(await exists(archive)))
    throw new UserError(`there is no archive ${archive}: check its path`);
  if (!(await isPlainFile(archive))) {
    throw new UserError(`${archive} is no file: give an archive that winrepro export wrote`);
  }
  if (await exists(into)) {
    throw new UserError(`${into} is there already: name another folder with --into`);
  }
  const rules = exportRules(maxBytes);
  const found: { manifest: ExportManifest | null } = { manifest: null };
  try {
    await withZip(archive, rules, signal, async (zip) => {
      const manifest = await readManifest(zip, archive);
      requireListed(zip, manifest, (why) => rules.refusal(archive, why, false));
      await wholeFolder({ archive, to: into, signal }, async (folder) => {
        // Nothing tells the hash of the manifest, which tells those of all others.
        const files = [...manifest.files, { path: MANIFEST, sha256: null }];
        await zip.unpackInto(folder, files, (path) =>
          rules.refusal(archive, `its entry ${JSON.stringify(path)} is damaged`, false),
        );
      });
      found.manifest = manifest;
    });
  } catch (error) {
    if (signal.aborted) throw new InterruptedError(`interrupted while unpacking ${archive}`);
    throw refusalOf(error, archive);
  }
  return found.manifest as unknown as ExportManifest;
}

async function readManifest(zip: CheckedZip, archive: string): Promise<ExportManifest> {
  const text = await zip.readText(MANIFEST, MOST_OF_A_MANIFEST);
  if (text !== null) return parseManifest(text, archive);
  throw new UserError(
    `${archive} is refused, because it has no ${MANIFEST}: give an archive that winrepro export wrote`,
  );
}

/** The archive holds what its manifest lists, each at a place where an export has files, and no more. */
function requireListed(
  { files }: CheckedZip,
  manifest: ExportManifest,
  refuse: (why: string) => Error,
): void {
  const listed = new Map<string, ExportedFile>();
  for (const file of manifest.files) {
    const name = JSON.stringify(file.path);
    const bytes = files.get(file.path);
    if (listed.has(file.path)) throw refuse(`its ${MANIFEST} lists ${name} twice`);
    if (file.path === MANIFEST) throw refuse(`its ${MANIFEST} lists itself`);
    if (bytes === undefined) throw refuse(`its ${MANIFEST} lists ${name}, which is missing`);
    if (bytes !== file.bytes) {
      throw refuse(`its entry ${name} has ${bytes} bytes and its ${MANIFEST} lists ${file.bytes}`);
    }
    if (!isPlaceOf(file.path, manifest)) {
      throw refuse(`its entry ${name} lies where an export has no files`);
    }
    listed.set(file.path, file);
  }
  for (const path of files.keys()) {
    if (path === MANIFEST || listed.has(path)) continue;
    throw refuse(`its entry ${JSON.stringify(path)} is not listed in its ${MANIFEST}`);
  }
}

/** Never a build, a lock or a note of a process: those are things that a winrepro trusts. */
function isPlaceOf(path: string, { kind, id }: ExportManifest): boolean {
  const own = `${exportPlaces[kind]}/${id}/`;
  return (
    /^report\.(md|html)$/.test(path) ||
    /^(recipe|locks)\/./.test(path) ||
    (path.startsWith(own) && !/^(lock\b|paused$)/.test(path.slice(own.length)))
  );
}

/** The libraries name no path and no move; the file system's words stay. */
function refusalOf(error: unknown, archive: string): unknown {
  if (error instanceof UserError || !(error instanceof Error)) return error;
  if (error instanceof EnvironmentError) {
    const { cause } = error;
    const isLibrarys = cause instanceof Error && cause.name === 'Error' && !('syscall' in cause);
    return isLibrarys ? tornOf(cause, archive) : error;
  }
  if ('syscall' in error) return fileError(error, 'read', archive);
  // Those of yauzl and zlib are plain errors; any other kind is a bug.
  return error.name === 'Error' ? tornOf(error, archive) : error;
}

function tornOf(cause: Error, archive: string): UserError {
  return new UserError(
    `${archive} is refused, because it is not a whole zip archive (${cause.message}): get it again`,
    { cause },
  );
}
