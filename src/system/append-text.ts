import * as fs from 'node:fs/promises';
import { fileError } from './file-error.ts';

/** Adds text to the end of a file, which is made when there is none. Throws EnvironmentError. */
export async function appendText(path: string, text: string): Promise<void> {
  try {
    await fs.appendFile(path, text);
  } catch (error) {
    throw fileError(error, 'write', path);
  }
}
