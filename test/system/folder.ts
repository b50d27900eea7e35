import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { dir } from 'tmp-promise';
import { onTestFinished } from 'vitest';

/** A folder of its own for a test, with a name that careless code stumbles over; removed after it. */
export async function testFolder(): Promise<string> {
  const made = await dir({ unsafeCleanup: true });
  onTestFinished(() => made.cleanup());
  const path = join(made.path, 'Ordner mit Leerzeichen äö 木');
  await mkdir(path);
  return path;
}
