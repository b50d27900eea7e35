import { EnvironmentError } from '../system/errors.ts';
import { freeBytes, remove } from '../system/files.ts';

/** With less than this a disk counts as full, bytes. */
const FULL_DISK = 64 * 1024;

/**
 * Most programs never look whether their prints were written: on a full disk the last marks are
 * missing and the trial would seem to have ended at an iteration long before its last.
 *
 * @param folder of the trial, removed when its disk is full. Throws EnvironmentError then.
 */
export async function refuseFullDisk(folder: string): Promise<void> {
  if ((await freeBytes(folder)) >= FULL_DISK) return;
  await remove(folder);
  throw new EnvironmentError(
    `no space left on the disk of ${folder}, so what the trial printed is not complete and does ` +
      'not count: free some, or put the workspace on another disk with --workspace',
  );
}
