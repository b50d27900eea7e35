import type { Dirent } from 'node:fs';
import * as fs from 'node:fs/promises';
import { join } from 'node:path';
import { execa } from 'execa';
import { EnvironmentError, InterruptedError } from './errors.ts';
import { fileError, type FileAction } from './file-error.ts';
import { whileWindowsHoldsIt } from './windows-patience.ts';

interface CopyOptions {
  readonly leaveOut?: readonly string[];
  readonly signal?: AbortSignal;
  readonly adapt?: (content: Buffer) => Buffer | null;
}

/**
 * Copies what is in a folder into another, which is made when there is none, with the times of
 * files: a build system that compares them finds nothing to do in the copy. Files are never hard
 * links, because a build may write into one in place; links stay links.
 *
 * @param options.leaveOut names directly in `from` that are not copied.
 * @param options.adapt sees each file's content and says what the copy holds; null for no copy.
 * @throws EnvironmentError naming the path, InterruptedError when the signal stops it.
 */
export async function copyTree(from: string, to: string, options: CopyOptions = {}): Promise<void> {
  const { leaveOut = [], signal, adapt } = options;
  await guarded('write', to, () => fs.mkdir(to, { recursive: true }));
  const entries = (await list(from)).filter(({ name }) => !leaveOut.includes(name));
  if (process.platform === 'win32') await copyByNode(entries, from, to, signal);
  else await copyByCp(entries, from, to, signal);
  if (adapt === undefined) return;
  for (const entry of entries) await adaptEntry(entry, join(to, entry.name), adapt, signal);
}

/**
 * By `cp`, which keeps nanoseconds; node sets whole microseconds only. numpy.distutils keeps the hash
 * of a source's time (`os.path.getmtime`), and compiles nearly all anew when it is another.
 */
async function copyByCp(
  entries: readonly Dirent[],
  from: string,
  to: string,
  signal: AbortSignal | undefined,
): Promise<void> {
  if (entries.length === 0) return;
  const names = entries.map(({ name }) => join(from, name));
  const result = await execa('cp', ['-pPR', '--', ...names, to], {
    reject: false,
    stdin: 'ignore',
    ...(signal === undefined ? {} : { cancelSignal: signal }),
  });
  stopIfAborted(from, signal);
  if (result.exitCode === 0) return;
  throw new EnvironmentError(
    `cannot copy ${from} to ${to}: cp ended with status ${result.exitCode ?? '?'}; see that both disks are well and have space`,
    { evidence: result.stderr },
  );
}

/** By the copy function of Windows, which keeps the times of files to the last digit. */
async function copyByNode(
  entries: readonly Dirent[],
  from: string,
  to: string,
  signal: AbortSignal | undefined,
): Promise<void> {
  for (const entry of entries) {
    stopIfAborted(from, signal);
    const [source, target] = [join(from, entry.name), join(to, entry.name)];
    if (entry.isDirectory()) {
      await guarded('write', target, () => fs.mkdir(target));
      await copyByNode(await list(source), source, target, signal);
    } else if (entry.isSymbolicLink()) {
      await guarded('copy', source, async () => fs.symlink(await fs.readlink(source), target));
    } else {
      await guarded('copy', source, () => whileWindowsHoldsIt(() => fs.copyFile(source, target)));
    }
  }
}

/** Changes the copy in place; the time of a changed file is kept to the microsecond. */
async function adaptEntry(
  entry: Dirent,
  path: string,
  adapt: (content: Buffer) => Buffer | null,
  signal: AbortSignal | undefined,
): Promise<void> {
  stopIfAborted(path, signal);
  if (entry.isDirectory()) {
    for (const below of await list(path)) {
      await adaptEntry(below, join(path, below.name), adapt, signal);
    }
  } else if (entry.isFile()) {
    await guarded('copy', path, async () => {
      const content = await fs.readFile(path);
      const adapted = adapt(content);
      if (adapted === content) return;
      const { atime, mtimeMs } = await fs.stat(path);
      if (adapted === null) {
        await whileWindowsHoldsIt(() => fs.rm(path));
        return;
      }
      await whileWindowsHoldsIt(() => fs.writeFile(path, adapted));
      await fs.utimes(path, atime, mtimeMs / 1000);
    });
  }
}

async function list(path: string): Promise<readonly Dirent[]> {
  return await guarded('list', path, () => fs.readdir(path, { withFileTypes: true }));
}

function stopIfAborted(path: string, signal: AbortSignal | undefined): void {
  if (signal?.aborted === true) throw new InterruptedError(`interrupted while copying ${path}`);
}

async function guarded<T>(action: FileAction, path: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw fileError(error, action, path);
  }
}
