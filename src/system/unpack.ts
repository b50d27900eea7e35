import { randomBytes } from 'node:crypto';
import { rename } from 'node:fs/promises';
import { dirname } from 'node:path';
import { archiveGuard, type Unpacking } from './archive-entry.ts';
import { EnvironmentError, InterruptedError, UserError } from './errors.ts';
import { fileError } from './file-error.ts';
import { exists, fileSize, makeDirectory, remove } from './files.ts';
import { unpackTar } from './unpack-tar.ts';
import { unpackZip } from './unpack-zip.ts';
import { whileWindowsHoldsIt } from './windows-patience.ts';

export interface UnpackRequest {
  /** A .zip, .tar.gz or .tgz. */
  readonly archive: string;
  /** The folder that is made; it must not be there yet. */
  readonly to: string;
  /** How many folders are taken from the front of each path. */
  readonly strip: number;
  readonly signal: AbortSignal;
}

/**
 * Unpacks an archive into a folder beside `to` and renames it when all is there: `to` is whole or
 * not at all. Every entry is held to what is safe on any platform before the first is written.
 *
 * @throws EnvironmentError for a damaged or hostile archive, with the entry's name, and for the
 *   disk; UserError for another kind of file; InterruptedError when the signal stopped it.
 */
export async function unpack({ archive, to, strip, signal }: UnpackRequest): Promise<void> {
  const work = unpackerOf(archive);
  const bytes = await fileSize(archive);
  const guard = archiveGuard(archive, bytes, strip, process.platform !== 'linux');
  await wholeFolder({ archive, to, signal }, (folder) =>
    work({ archive, folder, strip, guard, signal }),
  );
}

/**
 * Fills a folder beside `to` and renames it when the work is done: `to` is whole or not at all.
 *
 * @throws what the work throws that the user or the machine must mend; EnvironmentError for a `to`
 *   that is there and for an archive that a library found damaged; InterruptedError.
 */
export async function wholeFolder(
  { archive, to, signal }: Omit<UnpackRequest, 'strip'>,
  work: (folder: string) => Promise<void>,
): Promise<void> {
  if (await exists(to)) {
    throw new EnvironmentError(`${to} is there already: move it away, and unpack ${archive} again`);
  }
  const folder = `${to}.part-${randomBytes(4).toString('hex')}`;
  await makeDirectory(dirname(to));
  try {
    await makeDirectory(folder);
    await work(folder);
    if (signal.aborted) throw new Error('stopped behind the last entry');
    await whileWindowsHoldsIt(() => rename(folder, to));
  } catch (error) {
    await remove(folder);
    if (signal.aborted) throw new InterruptedError(`interrupted while unpacking ${archive}`);
    throw unpackError(error, archive, to);
  }
}

function unpackerOf(archive: string): (unpacking: Unpacking) => Promise<void> {
  if (/\.zip$/i.test(archive)) return unpackZip;
  if (/\.(tar\.gz|tgz)$/i.test(archive)) return unpackTar;
  throw new UserError(
    `${archive} is no .zip, .tar.gz or .tgz: give an archive of one of these kinds`,
  );
}

function unpackError(error: unknown, archive: string, to: string): unknown {
  if (error instanceof EnvironmentError || error instanceof UserError) return error;
  if (!(error instanceof Error)) return error;
  // The libraries for zip, tar and gzip name no system call; the file system does.
  if ('syscall' in error) return fileError(error, 'write', to);
  return new EnvironmentError(
    `${archive} is not a sound archive (${error.message}): remove it, and download it again`,
    { cause: error },
  );
}
