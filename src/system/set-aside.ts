import { truncate } from 'node:fs/promises';
import { fileError } from './file-error.ts';
import { keepCopyBeside } from './keep-copy.ts';
import { whileWindowsHoldsIt } from './windows-patience.ts';

/**
 * Empties a file after a copy of it was made as `<path>.<name>-1`, `-2`, ...; returns the path of the
 * copy. Copied and not renamed: Windows renames no file that any process has open.
 * Throws EnvironmentError; then the file is as it was.
 */
export async function setAside(path: string, name: string): Promise<string> {
  const copy = keepCopyBeside(path, name);
  try {
    await whileWindowsHoldsIt(() => truncate(path, 0));
  } catch (error) {
    throw fileError(error, 'write', path);
  }
  return copy;
}
