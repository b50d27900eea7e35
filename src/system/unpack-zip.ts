import { text } from 'node:stream/consumers';
import { getFileNameLowLevel, openPromise, type Entry, type ZipFile } from 'yauzl';
import type { ArchiveEntry, Unpacking } from './archive-entry.ts';
import { archiveWriter } from './archive-writer.ts';

/** The upper half of a zip entry's attributes is the mode of the system that made it. */
const KIND_BITS = 0o170000;
const LINK = 0o120000;
const DIRECTORY = 0o040000;
const FILE = 0o100000;
const MADE_ON_UNIX = 3;
/** No target of a link is longer, bytes. */
const LONGEST_TARGET = 4096;

/** An entry, and the path below the folder that it is unpacked to. */
export interface PlannedEntry {
  readonly entry: Entry;
  readonly type: ArchiveEntry['type'];
  readonly target: string;
  readonly path: string;
}

/** Throws whatever yauzl or the file system throws; EnvironmentError from the guard. */
export async function unpackZip({ archive, folder, guard, signal }: Unpacking): Promise<void> {
  const zip = await openPromise(archive, { autoClose: false, decodeStrings: false });
  try {
    const planned = await planZip(zip, guard.check.bind(guard), signal);
    guard.finish();
    const writer = archiveWriter(folder, signal);
    for (const { entry, type, path, target } of planned) {
      signal.throwIfAborted();
      if (type === 'directory') await writer.directory(path);
      if (type === 'symlink') writer.symlink(path, target);
      if (type !== 'file') continue;
      const facts = { mode: modeOf(entry), modified: entry.getLastModDate() };
      await writer.file(path, () => zip.openReadStreamPromise(entry), facts);
    }
    await writer.finish();
  } finally {
    zip.close();
  }
}

/** Holds every entry to the guard, in the order of the index. Throws what the guard and yauzl throw. */
export async function planZip(
  zip: ZipFile,
  check: (entry: ArchiveEntry) => string | null,
  signal: AbortSignal,
): Promise<readonly PlannedEntry[]> {
  const planned: PlannedEntry[] = [];
  for await (const entry of zip.eachEntry()) {
    signal.throwIfAborted();
    const name = nameOf(entry);
    const type = typeOf(entry, name);
    const short = type === 'symlink' && entry.uncompressedSize <= LONGEST_TARGET;
    const target = short ? await text(await zip.openReadStreamPromise(entry)) : '';
    const path = check({ name, type, size: entry.uncompressedSize, target });
    if (path !== null) planned.push({ entry, type, target, path });
  }
  return planned;
}

/** With backslashes as they are: yauzl would make them slashes. */
function nameOf({ generalPurposeBitFlag, fileNameRaw, extraFields }: Entry): string {
  return getFileNameLowLevel(generalPurposeBitFlag, fileNameRaw, extraFields, true);
}

function typeOf(entry: Entry, name: string): ArchiveEntry['type'] {
  const kind = modeOf(entry) & KIND_BITS;
  if (kind === LINK) return 'symlink';
  if (name.endsWith('/') || kind === DIRECTORY) return 'directory';
  return kind === FILE || kind === 0 ? 'file' : 'other';
}

function modeOf({ versionMadeBy, externalFileAttributes }: Entry): number {
  return versionMadeBy >>> 8 === MADE_ON_UNIX ? externalFileAttributes >>> 16 : 0;
}
