import { closeSync, fstatSync, ftruncateSync, openSync, readSync } from 'node:fs';
import { fileError } from './file-error.ts';

const CHUNK = 256 * 1024;
/** A writer that is always ahead loses a little; a file that fills the disk would lose more. */
const CATCH_UP = 3;

/** Reads a file that another process appends to, from where the last read ended. */
export interface FollowedFile {
  /**
   * Hands what is new to `onChunk`, at most `limit` bytes of it. The chunk is a view of one buffer
   * that the next read overwrites. Returns the number of bytes read; 0 at the end of the file.
   */
  read(limit?: number): number;
  /** Empties the file when it is larger than `cap` bytes; what was not read yet is lost. */
  emptyIfOver(cap: number): boolean;
  close(): void;
}

/**
 * Follows `path`, which must exist, from byte `from` on. The writer must have opened it for append, as the keeper does:
 * a writer with an offset of its own would go on behind a hole after the file was emptied. With `read` it can only be read.
 */
export function followFile(
  path: string,
  onChunk: (chunk: Uint8Array) => void,
  from = 0,
  access: 'empty' | 'read' = 'empty',
): FollowedFile {
  // A reader alone asks for less than its writer may refuse to share on Windows.
  return follow(openSync(path, access === 'empty' ? 'r+' : 'r'), onChunk, from);
}

/** Makes an empty file for a child to append to, and follows it. Throws EnvironmentError. */
export function followNewFile(path: string, onChunk: (chunk: Uint8Array) => void): FollowedFile {
  let fd: number;
  try {
    fd = openSync(path, 'w+');
  } catch (error) {
    throw fileError(error, 'write', path);
  }
  return follow(fd, onChunk, 0);
}

function follow(fd: number, onChunk: (chunk: Uint8Array) => void, from: number): FollowedFile {
  const buffer = Buffer.allocUnsafe(CHUNK);
  let position = from;
  const read = (limit = 8 * 1024 * 1024): number => {
    let total = 0;
    while (total < limit) {
      const length = readSync(fd, buffer, 0, CHUNK, position);
      if (length === 0) break;
      position += length;
      total += length;
      onChunk(buffer.subarray(0, length));
      if (length < CHUNK) break;
    }
    return total;
  };
  return {
    read,
    emptyIfOver(cap) {
      if (position <= cap || fstatSync(fd).size <= cap) return false;
      // On a busy machine a while may have passed since the last read.
      for (let tries = 0; tries < CATCH_UP && fstatSync(fd).size > position; tries += 1) read();
      ftruncateSync(fd, 0);
      position = 0;
      return true;
    },
    close() {
      closeSync(fd);
    },
  };
}
