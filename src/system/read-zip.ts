import { createHash } from 'node:crypto';
import { text } from 'node:stream/consumers';
import { openPromise, type ZipFile } from 'yauzl';
import { archiveGuard, type ArchiveRules } from './archive-entry.ts';
import { archiveWriter } from './archive-writer.ts';
import { EnvironmentError } from './errors.ts';
import { fileSize } from './files.ts';
import { planZip, type PlannedEntry } from './unpack-zip.ts';

/** What a file of an archive must be. */
interface ExpectedFile {
  readonly path: string;
  /** Null for one whose hash is told nowhere. */
  readonly sha256: string | null;
}

/** An archive whose every entry was held to the rules; nothing of it is on the disk yet. */
export interface CheckedZip {
  /** Its files and their sizes as the index tells them. */
  readonly files: ReadonlyMap<string, number>;
  /** The text of a file of at most `most` bytes; null when it is larger or not there. */
  readText(path: string, most: number): Promise<string | null>;
  /**
   * Writes all files into a folder that is there. Throws what `damaged` makes for a file whose bytes
   * are not the ones that were announced.
   */
  unpackInto(
    folder: string,
    expected: readonly ExpectedFile[],
    damaged: (path: string) => Error,
  ): Promise<void>;
}

/**
 * Lends an archive whose entries all keep to the rules to some work. Throws what the rules say for one
 * that does not, whatever yauzl throws for one that is no zip, and what the work throws.
 */
export async function withZip<T>(
  archive: string,
  rules: ArchiveRules,
  signal: AbortSignal,
  work: (zip: CheckedZip) => Promise<T>,
): Promise<T> {
  const guard = archiveGuard(archive, await fileSize(archive), 0, true, rules);
  const zip = await openPromise(archive, { autoClose: false, decodeStrings: false });
  try {
    const planned = await planZip(zip, guard.check.bind(guard), signal);
    guard.finish();
    const entries = new Map(
      planned.filter(({ type }) => type === 'file').map((one) => [one.path, one]),
    );
    requireReadable(planned, archive, rules);
    return await work({
      files: new Map([...entries].map(([path, { entry }]) => [path, entry.uncompressedSize])),
      async readText(path, most) {
        const entry = entries.get(path)?.entry;
        if (entry === undefined || entry.uncompressedSize > most) return null;
        return text(await zip.openReadStreamPromise(entry));
      },
      unpackInto: (folder, expected, damaged) =>
        unpackInto({ zip, entries, folder, signal }, expected, damaged),
    });
  } finally {
    zip.close();
  }
}

function requireReadable(
  planned: readonly PlannedEntry[],
  archive: string,
  { refusal }: ArchiveRules,
): void {
  const odd = planned.find(({ entry }) => entry.isEncrypted() || !entry.canDecodeFileData());
  if (odd === undefined) return;
  const why = `its entry ${JSON.stringify(odd.path)} is encrypted or packed in an unknown way`;
  throw refusal(archive, why, false);
}

async function unpackInto(
  from: {
    readonly zip: ZipFile;
    readonly entries: ReadonlyMap<string, PlannedEntry>;
    readonly folder: string;
    readonly signal: AbortSignal;
  },
  expected: readonly ExpectedFile[],
  damaged: (path: string) => Error,
): Promise<void> {
  const { zip, entries, folder, signal } = from;
  const writer = archiveWriter(folder, signal);
  for (const { path, sha256 } of expected) {
    signal.throwIfAborted();
    const planned = entries.get(path);
    if (planned === undefined) throw damaged(path);
    const hash = createHash('sha256');
    const open = async (): Promise<AsyncIterable<Buffer>> =>
      hashed(await zip.openReadStreamPromise(planned.entry), (chunk) => hash.update(chunk));
    try {
      await writer.file(path, open, { mode: 0o644, modified: null });
    } catch (error) {
      // The disk names a call, and is to be told; anything else is what the archive holds.
      if (error instanceof EnvironmentError || (error instanceof Error && 'syscall' in error)) {
        throw error;
      }
      signal.throwIfAborted();
      throw damaged(path);
    }
    if (sha256 !== null && hash.digest('hex') !== sha256) throw damaged(path);
  }
}

async function* hashed(
  content: AsyncIterable<Buffer>,
  see: (chunk: Buffer) => void,
): AsyncGenerator<Buffer> {
  for await (const chunk of content) {
    see(chunk);
    yield chunk;
  }
}
