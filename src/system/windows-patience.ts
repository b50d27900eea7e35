import { monotonicSeconds, sleep } from './clock.ts';
import { errorCode } from './file-error.ts';

const PATIENCE_SECONDS = 2;

/**
 * Does the work, on Windows again and again for up to two seconds: Windows refuses to replace a
 * file that a virus scanner or an indexer reads, and to open one that is just being removed.
 */
export async function whileWindowsHoldsIt<T>(work: () => T | Promise<T>): Promise<T> {
  const giveUp = monotonicSeconds() + PATIENCE_SECONDS;
  for (;;) {
    try {
      return await work();
    } catch (error) {
      const refused = ['EPERM', 'EACCES', 'EBUSY'].includes(errorCode(error) ?? '');
      if (process.platform !== 'win32' || !refused || monotonicSeconds() > giveUp) throw error;
      await sleep(20);
    }
  }
}
