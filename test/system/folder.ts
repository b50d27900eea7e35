import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { dir } from 'tmp-promise';
import { onTestFinished } from 'vitest';

/** A folder of its own for a test, with a name that careless code stumbles over; removed after it. */
export async function testFolder(): Promise<string> {
  const made = await dir();
  // Windows keeps the working folder of a process for a moment after its end.
  const patience = { maxRetries: 20, retryDelay: 20 };
  onTestFinished(() => rm(made.path, { recursive: true, force: true, ...patience }));
  const path = join(made.path, 'Ordner mit Leerzeichen äö 木');
  await mkdir(path);
  return path;
}
