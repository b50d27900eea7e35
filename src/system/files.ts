import { randomBytes } from 'node:crypto';
import type { Dirent, Stats, StatsFs } from 'node:fs';
import * as fs from 'node:fs/promises';
import { dirname, join } from 'node:path';
import fse from 'fs-extra';
import { EnvironmentError } from './errors.ts';
import { errorCode, fileError, type FileAction } from './file-error.ts';
import { whileWindowsHoldsIt } from './windows-patience.ts';

/**
 * Every function throws EnvironmentError with a sentence that names the path and the next move.
 */

/** UTF-8, without the byte order mark that Windows editors put first. */
export async function readText(path: string): Promise<string> {
  const text = await guarded('read', path, () => fs.readFile(path, 'utf8'));
  return text.startsWith('\uFEFF') ? text.slice(1) : text;
}

/** The bytes as they are: for a file that is to be written back unchanged. */
export async function readBytes(path: string): Promise<Buffer> {
  return guarded('read', path, () => fs.readFile(path));
}

/** The value is unchecked; a file that is not JSON is an EnvironmentError. */
export async function readJson(path: string): Promise<unknown> {
  const text = await readText(path);
  try {
    return JSON.parse(text) as unknown;
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new EnvironmentError(
      `${path} is not JSON (${why}): restore it from a copy, or remove it`,
      { cause: error },
    );
  }
}

/**
 * Readers see the old content or the new, never a part: a file beside it is written, flushed and
 * renamed over it. On failure the old content stays.
 */
export async function writeFileAtomically(path: string, content: string | Buffer): Promise<void> {
  const temporary = `${path}.${process.pid}-${randomBytes(4).toString('hex')}.tmp`;
  await guarded('write', path, async () => {
    try {
      await fs.writeFile(temporary, content, { flush: true });
      await whileWindowsHoldsIt(() => fs.rename(temporary, path));
    } catch (error) {
      await fs.rm(temporary, { force: true });
      throw error;
    }
    await flushFolder(dirname(path));
  });
}

export async function writeJson(path: string, value: object): Promise<void> {
  await writeFileAtomically(path, jsonText(value));
}

/** Two spaces of indentation and a last line end: for people as well as for programs. */
export function jsonText(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}

/** Makes the folder and those above it; one that is there already is fine. */
export async function makeDirectory(path: string): Promise<void> {
  await guarded('write', path, () => fse.ensureDir(path));
}

/** Makes the folder, whose parent must exist; false when the name is taken. */
export async function makeNewDirectory(path: string): Promise<boolean> {
  return await guarded('write', path, async () => {
    try {
      await fs.mkdir(path);
      await flushFolder(dirname(path));
      return true;
    } catch (error) {
      if (errorCode(error) === 'EEXIST') return false;
      throw error;
    }
  });
}

/** A file, or a folder with all that is in it; nothing to remove is fine. */
export async function remove(path: string): Promise<void> {
  await guarded('remove', path, () =>
    fs.rm(path, { recursive: true, force: true, maxRetries: 10, retryDelay: 50 }),
  );
}

/** Whether there is a file or folder; a link to nothing is nothing. */
export async function exists(path: string): Promise<boolean> {
  return (await statOrNull(path)) !== null;
}

/** Whether there is a folder; false for a file and for nothing. */
export async function isDirectory(path: string): Promise<boolean> {
  const found = await statOrNull(path);
  return found?.isDirectory() ?? false;
}

/** Whether there is a plain file; false for a folder, a pipe, a device and for nothing. */
export async function isPlainFile(path: string): Promise<boolean> {
  const found = await statOrNull(path);
  return found?.isFile() ?? false;
}

/** The names of the folders in a folder, sorted; none when it does not exist. */
export async function listDirectories(path: string): Promise<readonly string[]> {
  return await list(path, (entry) => entry.isDirectory());
}

/** The names of the files in a folder, sorted; none when it does not exist. */
export async function listFiles(path: string): Promise<readonly string[]> {
  return await list(path, (entry) => entry.isFile());
}

export async function copyFile(from: string, to: string): Promise<void> {
  await guarded('read', from, () => fs.access(from, fs.constants.R_OK));
  await guarded('write', to, () => fse.copyFile(from, to));
}

/** In bytes. */
export async function fileSize(path: string): Promise<number> {
  return (await guarded('read', path, () => fs.stat(path))).size;
}

/** Of all files in a folder and the folders in it, bytes; 0 for none. */
export async function folderBytes(path: string): Promise<number> {
  const entries = await guarded('list', path, () =>
    fs.readdir(path, { withFileTypes: true, recursive: true }).catch((error: unknown) => {
      if (errorCode(error) === 'ENOENT') return [];
      throw error;
    }),
  );
  let bytes = 0;
  for (const entry of entries) {
    if (!entry.isFile()) continue;
    // One that is removed meanwhile takes nothing.
    bytes += (await statOrNull(join(entry.parentPath, entry.name)))?.size ?? 0;
  }
  return bytes;
}

/** Milliseconds since 1970. */
export async function modifiedAt(path: string): Promise<number> {
  return (await guarded('read', path, () => fs.stat(path))).mtimeMs;
}

/** @param time milliseconds since 1970. */
export async function setModifiedAt(path: string, time: number): Promise<void> {
  await guarded('write', path, () => fs.utimes(path, time / 1000, time / 1000));
}

/** Bytes that this user may still write on the disk of a path, which need not exist yet. */
export async function freeBytes(path: string): Promise<number> {
  const disk = await guarded('read', path, () => statOfDisk(path));
  return disk.bavail * disk.bsize;
}

async function statOfDisk(path: string): Promise<StatsFs> {
  try {
    return await fs.statfs(path);
  } catch (error) {
    const above = dirname(path);
    if (above === path || !['ENOENT', 'ENOTDIR'].includes(errorCode(error) ?? '')) throw error;
    return statOfDisk(above);
  }
}

async function list(path: string, keep: (entry: Dirent) => boolean): Promise<readonly string[]> {
  if (!(await exists(path))) return [];
  const found = await guarded('list', path, () => fs.readdir(path, { withFileTypes: true }));
  return found
    .filter(keep)
    .map((entry) => entry.name)
    .sort();
}

async function guarded<T>(action: FileAction, path: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw fileError(error, action, path);
  }
}

async function statOrNull(path: string): Promise<Stats | null> {
  try {
    return await fs.stat(path);
  } catch (error) {
    if (errorCode(error) === 'ENOENT' || errorCode(error) === 'ENOTDIR') return null;
    throw fileError(error, 'read', path);
  }
}

/** A rename outlives a power cut only once its folder is flushed; Windows has no such call. */
async function flushFolder(path: string): Promise<void> {
  if (process.platform === 'win32') return;
  const folder = await fs.open(path, 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}
