import type { Dirent } from 'node:fs';
import * as fs from 'node:fs/promises';
import { join } from 'node:path';
import { InterruptedError } from './errors.ts';
import { fileError, type FileAction } from './file-error.ts';
import { whileWindowsHoldsIt } from './windows-patience.ts';

interface CopyOptions {
  readonly signal?: AbortSignal;
  readonly adapt?: (content: Buffer) => Buffer | null;
}

/**
 * Copies what is in a folder into another, which is made when there is none, with the times of
 * files and folders: a build system that compares them finds nothing to do in the copy. Files are
 * never hard links, because a build may write into one in place; links stay links.
 *
 * @param options.leaveOut names directly in `from` that are not copied.
 * @param options.adapt sees each file's content and says what the copy holds; null for no copy.
 * @throws EnvironmentError naming the path, InterruptedError when the signal stops it.
 */
export async function copyTree(
  from: string,
  to: string,
  options: CopyOptions & { readonly leaveOut?: readonly string[] } = {},
): Promise<void> {
  const { leaveOut = [], ...inherited } = options;
  const { signal } = options;
  await guarded('write', to, () => fs.mkdir(to, { recursive: true }));
  const entries = await guarded('list', from, () => fs.readdir(from, { withFileTypes: true }));
  for (const entry of entries) {
    if (signal?.aborted === true) throw new InterruptedError(`interrupted while copying ${from}`);
    if (leaveOut.includes(entry.name)) continue;
    await copyEntry(entry, join(from, entry.name), join(to, entry.name), inherited);
  }
  await keepTimes(from, to);
}

async function copyEntry(
  entry: Dirent,
  from: string,
  to: string,
  options: CopyOptions,
): Promise<void> {
  if (entry.isDirectory()) {
    await copyTree(from, to, options);
  } else if (entry.isSymbolicLink()) {
    await guarded('copy', from, async () => fs.symlink(await fs.readlink(from), to));
  } else if (entry.isFile()) {
    await copyFileContent(from, to, options);
  }
}

async function copyFileContent(from: string, to: string, { adapt }: CopyOptions): Promise<void> {
  await guarded('copy', from, async () => {
    const content = adapt === undefined ? null : await fs.readFile(from);
    const adapted = content === null ? null : (adapt?.(content) ?? null);
    if (content !== null && adapted === null) return;
    // Where the file system can, the copy shares its blocks until one of the two is written to.
    const copy = fs.constants.COPYFILE_FICLONE;
    await whileWindowsHoldsIt(() => fs.copyFile(from, to, copy));
    if (adapted !== content && adapted !== null) await fs.writeFile(to, adapted);
    await keepTimes(from, to);
  });
}

/** Rounds below a microsecond; it never puts two times into the other order. */
async function keepTimes(from: string, to: string): Promise<void> {
  await guarded('copy', from, async () => {
    const { atimeMs, mtimeMs } = await fs.stat(from);
    await whileWindowsHoldsIt(() => fs.utimes(to, atimeMs / 1000, mtimeMs / 1000));
  });
}

async function guarded<T>(action: FileAction, path: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw fileError(error, action, path);
  }
}
