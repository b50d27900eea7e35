import { closeSync, openSync, readSync } from 'node:fs';
import { errorCode, fileError } from './file-error.ts';

const CHUNK_BYTES = 64 * 1024;

/**
 * The bytes of a file, chunk by chunk, in bounded memory. A chunk is overwritten by the next one.
 * None when there is no file. Throws EnvironmentError when it cannot be read.
 */
export function* readChunks(path: string): Generator<Buffer, void> {
  const file = openIfThere(path);
  if (file === null) return;
  try {
    const chunk = Buffer.allocUnsafe(CHUNK_BYTES);
    for (;;) {
      const read = readChunk(file, chunk, path);
      if (read === 0) return;
      yield chunk.subarray(0, read);
    }
  } finally {
    closeSync(file);
  }
}

function openIfThere(path: string): number | null {
  try {
    return openSync(path, 'r');
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return null;
    throw fileError(error, 'read', path);
  }
}

function readChunk(file: number, chunk: Buffer, path: string): number {
  try {
    return readSync(file, chunk);
  } catch (error) {
    throw fileError(error, 'read', path);
  }
}
