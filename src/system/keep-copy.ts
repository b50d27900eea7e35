import { constants, copyFileSync } from 'node:fs';
import { errorCode, fileError } from './file-error.ts';

/**
 * Copies a file to the first free of `<path>.<name>-1`, `<path>.<name>-2`, ... and returns the
 * path of the copy. Throws EnvironmentError.
 */
export function keepCopyBeside(path: string, name: string): string {
  for (let number = 1; ; number += 1) {
    const copy = `${path}.${name}-${number}`;
    try {
      copyFileSync(path, copy, constants.COPYFILE_EXCL);
      return copy;
    } catch (error) {
      if (errorCode(error) !== 'EEXIST') throw fileError(error, 'write', copy);
    }
  }
}
