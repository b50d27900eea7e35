import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { fileError } from './file-error.ts';

/** A file that is read here and there, however large it is. */
export interface FileBytes {
  readonly size: number;
  /** Fewer bytes than asked for where the file ends. Throws EnvironmentError. */
  read(offset: number, length: number): Uint8Array;
  close(): void;
}

/** Opens a file for that; it is the caller's to close. Throws EnvironmentError. */
export function openFileBytes(path: string): FileBytes {
  try {
    const file = openSync(path, 'r');
    return {
      size: fstatSync(file).size,
      read(offset, length) {
        try {
          const bytes = new Uint8Array(length);
          return bytes.subarray(0, readSync(file, bytes, 0, length, offset));
        } catch (error) {
          throw fileError(error, 'read', path);
        }
      },
      close: () => {
        closeSync(file);
      },
    };
  } catch (error) {
    throw fileError(error, 'read', path);
  }
}
