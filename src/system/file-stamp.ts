import { stat } from 'node:fs/promises';
import { errorCode, fileError } from './file-error.ts';

/**
 * Bytes and time of the last change in nanoseconds, as one word: another word, another content.
 * `none` without a file. Throws EnvironmentError.
 */
export async function fileStamp(path: string): Promise<string> {
  try {
    const { size, mtimeNs } = await stat(path, { bigint: true });
    return `${size}@${mtimeNs}`;
  } catch (error) {
    if (['ENOENT', 'ENOTDIR'].includes(errorCode(error) ?? '')) return 'none';
    throw fileError(error, 'read', path);
  }
}
