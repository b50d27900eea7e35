import { mkdirSync, rmdirSync, statSync, unlinkSync } from 'node:fs';
import * as fs from 'node:fs/promises';
import { dirname } from 'node:path';
import { fileError } from './file-error.ts';
import { makeDirectory, remove } from './files.ts';

/**
 * Makes the folder `scratch` in a new folder of its own, in place of one that a killed trial left.
 * Throws EnvironmentError.
 *
 * Most are new and stand in a folder that is there: two calls that wait for nothing are an eighth of
 * the same by Node's pool of threads, and a slot waits for them.
 */
export async function makeScratchFolder(scratch: string): Promise<void> {
  const own = dirname(scratch);
  try {
    mkdirSync(own);
    mkdirSync(scratch);
  } catch {
    await remove(own);
    await makeDirectory(scratch);
  }
}

/** Removes the folder around `scratch`, of which the file `output` is mostly all. Throws EnvironmentError. */
export async function removeScratchFolder(scratch: string, output: string): Promise<void> {
  const own = dirname(scratch);
  try {
    unlinkSync(output);
    rmdirSync(scratch);
    rmdirSync(own);
  } catch {
    await remove(own);
  }
}

/**
 * The text of a file from a byte offset on, at most `limit` bytes of it; UTF-16 is known by how the text
 * begins. Throws EnvironmentError.
 */
export async function readTextFrom(
  path: string,
  offset: number,
  limit = 1024 * 1024,
): Promise<string> {
  return decodeText(await readBytes(path, offset, limit));
}

/**
 * UTF-8, or UTF-16 (little-endian) where the byte order mark says so or every other of the first bytes
 * is zero: Windows programs write both, with and without the mark.
 */
export function decodeText(bytes: Uint8Array): string {
  const [first, second, , fourth] = bytes;
  const marked = first === 0xff && second === 0xfe;
  const wide = marked || (first !== 0 && second === 0 && fourth === 0);
  return new TextDecoder(wide ? 'utf-16le' : 'utf-8').decode(bytes);
}

/** Cuts a file down to its last `bytes` bytes. Throws EnvironmentError. */
export async function keepTail(path: string, bytes: number): Promise<void> {
  try {
    const { size } = statSync(path);
    if (size <= bytes) return;
    await fs.writeFile(path, await readBytes(path, size - bytes, bytes));
  } catch (error) {
    throw fileError(error, 'write', path);
  }
}

async function readBytes(path: string, offset: number, limit: number): Promise<Buffer> {
  try {
    const file = await fs.open(path, 'r');
    try {
      const { size } = await file.stat();
      const buffer = Buffer.alloc(Math.max(0, Math.min(limit, size - offset)));
      const { bytesRead } = await file.read(buffer, 0, buffer.length, offset);
      return buffer.subarray(0, bytesRead);
    } finally {
      await file.close();
    }
  } catch (error) {
    throw fileError(error, 'read', path);
  }
}
