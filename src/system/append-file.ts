import {
  closeSync,
  fdatasyncSync,
  fstatSync,
  fsyncSync,
  openSync,
  readSync,
  truncateSync,
  writeSync,
} from 'node:fs';
import { dirname } from 'node:path';
import { errorCode, fileError } from './file-error.ts';

export interface AppendFile {
  /** Bytes of an unfinished last line that were cut off when the file was opened. */
  readonly tornBytes: number;
  /** The file held no line when it was opened. */
  readonly empty: boolean;
  /**
   * Adds one line, whole or not at all; with `sync` it is on the disk when this returns. Throws
   * EnvironmentError (disk full, disk gone) and leaves the file as it was.
   */
  readonly append: (line: string, options: { readonly sync: boolean }) => void;
  readonly close: () => void;
}

/**
 * Opens a file to which one process at a time appends lines, and makes it when there is none. A
 * line without its line feed was never acknowledged to anyone: it is cut off.
 */
export function openAppendFile(path: string): AppendFile {
  const tornBytes = guarded(path, () => cutTornTail(path));
  const { file, size } = guarded(path, () => {
    const opened = openSync(path, 'a');
    return { file: opened, size: fstatSync(opened).size };
  });
  if (size === 0) flushFolder(dirname(path));
  let end = size;
  return {
    tornBytes,
    empty: size === 0,
    append: (line, { sync }) => {
      const bytes = Buffer.from(`${line}\n`, 'utf8');
      try {
        writeAll(file, bytes);
        if (sync) fdatasyncSync(file);
      } catch (error) {
        restore(path, end);
        throw fileError(error, 'write', path);
      }
      end += bytes.length;
    },
    close: () => closeSync(file),
  };
}

/** Cuts what follows the last line feed; the number of bytes cut. */
function cutTornTail(path: string): number {
  let file: number;
  try {
    file = openSync(path, 'r');
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return 0;
    throw error;
  }
  let size: number;
  let keep: number;
  try {
    const stats = fstatSync(file);
    // Linux refuses to open a folder for append; not every Windows does.
    if (stats.isDirectory()) throw Object.assign(new Error('a folder'), { code: 'EISDIR' });
    size = stats.size;
    keep = endOfLastLine(file, size);
  } finally {
    closeSync(file);
  }
  // By path: Windows refuses to truncate through a handle that was opened for append.
  if (keep < size) truncateSync(path, keep);
  return size - keep;
}

function endOfLastLine(file: number, size: number): number {
  const chunk = Buffer.allocUnsafe(64 * 1024);
  let end = size;
  while (end > 0) {
    const start = Math.max(0, end - chunk.length);
    const read = readSync(file, chunk, 0, end - start, start);
    const newline = chunk.subarray(0, read).lastIndexOf(10);
    if (newline >= 0) return start + newline + 1;
    end = start;
  }
  return 0;
}

/** A write may take only a part of the bytes: near a full disk it does. */
function writeAll(file: number, bytes: Buffer): void {
  let done = 0;
  while (done < bytes.length) done += writeSync(file, bytes, done);
}

/** Half a line must not stay in the middle of the file. */
function restore(path: string, size: number): void {
  try {
    truncateSync(path, size);
  } catch {
    // The disk is gone: the next open cuts the tail, and the first error is the one to tell.
  }
}

/** A new file outlives a power cut only once its folder is flushed; Windows has no such call. */
function flushFolder(path: string): void {
  if (process.platform === 'win32') return;
  const folder = openSync(path, 'r');
  try {
    fsyncSync(folder);
  } finally {
    closeSync(folder);
  }
}

function guarded<T>(path: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw fileError(error, 'write', path);
  }
}
