import * as fs from 'node:fs/promises';
import { fileError } from './file-error.ts';

/** Makes an empty file for a child to append to. Throws EnvironmentError. */
export async function createOutputFile(path: string): Promise<void> {
  try {
    await fs.writeFile(path, '');
  } catch (error) {
    throw fileError(error, 'write', path);
  }
}

/** The text of a file from a byte offset on, at most `limit` bytes of it. Throws EnvironmentError. */
export async function readTextFrom(
  path: string,
  offset: number,
  limit = 1024 * 1024,
): Promise<string> {
  return (await readBytes(path, offset, limit)).toString('utf8');
}

/** Cuts a file down to its last `bytes` bytes. Throws EnvironmentError. */
export async function keepTail(path: string, bytes: number): Promise<void> {
  try {
    const { size } = await fs.stat(path);
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
