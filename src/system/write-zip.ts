import { createHash, randomBytes } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { open, rename, type FileHandle } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { finished, pipeline } from 'node:stream/promises';
import { ZipFile } from 'yazl';
import { InterruptedError } from './errors.ts';
import { errorCode, fileError } from './file-error.ts';
import { remove } from './files.ts';
import { whileWindowsHoldsIt } from './windows-patience.ts';

/** A file of an archive, as it went in. */
export interface ZippedFile {
  readonly path: string;
  readonly bytes: number;
  readonly sha256: string;
}

/** Takes the files of an archive, one after the other; paths have forward slashes. */
export interface ZipWriter {
  /**
   * As much of the file as it holds now, for it may be growing. Null for one that is gone or is no
   * plain file.
   *
   * @throws EnvironmentError when it cannot be read.
   */
  addFile(path: string, from: string): Promise<ZippedFile | null>;
  addText(path: string, text: string): Promise<ZippedFile>;
}

interface ZipRequest {
  readonly to: string;
  /** Milliseconds since 1970: that of every entry, so that the same files are the same bytes. */
  readonly modified: number;
  readonly signal: AbortSignal;
}

/**
 * Writes an archive beside `to` and renames it when all is in: `to` is whole or as it was. No file is
 * ever held in memory. An archive of the same files is the same to the last byte, wherever it is made.
 *
 * @throws EnvironmentError for the disk, InterruptedError when the signal stopped it, and what `fill`
 *   throws.
 */
export async function writeZip(
  { to, modified, signal }: ZipRequest,
  fill: (zip: ZipWriter) => Promise<void>,
): Promise<void> {
  const temporary = `${to}.${randomBytes(4).toString('hex')}.part`;
  const zip = new ZipFile();
  // An error that nobody hears would end the process; `pipeline` and `finished` tell of it.
  zip.on('error', (error) => zip.outputStream.emit('error', error));
  const failure = new AbortController();
  const target = createWriteStream(temporary, { flags: 'wx', flush: true });
  const either = AbortSignal.any([signal, failure.signal]);
  const written = pipeline(zip.outputStream, target, { signal: either });
  try {
    await Promise.all([written, fillAll(zip, { modified, signal }, fill, written)]);
    await whileWindowsHoldsIt(() => rename(temporary, to));
  } catch (error) {
    failure.abort();
    await written.catch(() => undefined);
    await remove(temporary);
    if (signal.aborted) throw new InterruptedError(`interrupted while writing ${to}`);
    throw fileError(error, 'write', to);
  }
}

async function fillAll(
  zip: ZipFile,
  { modified, signal }: Omit<ZipRequest, 'to'>,
  fill: (zip: ZipWriter) => Promise<void>,
  written: Promise<void>,
): Promise<void> {
  const options = {
    mtime: inUtc(modified),
    mode: 0o100644,
    // The other kind of time would tell the time zone.
    forceDosTimestamp: true,
  };
  const add = async (path: string, content: AsyncIterable<Buffer>): Promise<ZippedFile> => {
    signal.throwIfAborted();
    const hash = createHash('sha256');
    let bytes = 0;
    async function* counted(): AsyncGenerator<Buffer> {
      for await (const chunk of content) {
        hash.update(chunk);
        bytes += chunk.length;
        yield chunk;
      }
    }
    const stream = Readable.from(counted(), { objectMode: false });
    zip.addReadStream(stream, path, options);
    // A disk that is full ends the reading too: nobody would take what is read.
    await Promise.race([finished(stream), written]);
    return { path, bytes, sha256: hash.digest('hex') };
  };
  await fill({
    async addFile(path, from) {
      const file = await openPlainFile(from);
      if (file === null) return null;
      try {
        return await add(
          path,
          file.size === 0 ? nothing() : contentOf(file.handle, file.size, from),
        );
      } finally {
        await file.handle.close();
      }
    },
    addText: (path, text) => add(path, textContent(text)),
  });
  zip.end();
}

async function openPlainFile(path: string): Promise<{ handle: FileHandle; size: number } | null> {
  try {
    const handle = await open(path, 'r');
    const facts = await handle.stat();
    if (facts.isFile()) return { handle, size: facts.size };
    await handle.close();
    return null;
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return null;
    throw fileError(error, 'read', path);
  }
}

async function* contentOf(handle: FileHandle, size: number, path: string): AsyncGenerator<Buffer> {
  try {
    const stream = handle.createReadStream({ start: 0, end: size - 1, autoClose: false });
    for await (const chunk of stream) yield chunk as Buffer;
  } catch (error) {
    throw fileError(error, 'read', path);
  }
}

// eslint-disable-next-line @typescript-eslint/require-await -- an empty stream
async function* nothing(): AsyncGenerator<Buffer> {
  yield* [];
}

// eslint-disable-next-line @typescript-eslint/require-await -- the stream of a text
async function* textContent(text: string): AsyncGenerator<Buffer> {
  yield Buffer.from(text, 'utf8');
}

/** yazl writes the local time of its date: the date whose local time is the UTC of `time`. */
function inUtc(time: number): Date {
  const offset = new Date(time).getTimezoneOffset();
  return new Date(time + offset * 60_000);
}
