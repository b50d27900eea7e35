/**
 * Runs `start(id)` for each id in order, at most `jobs` at a time, until the ids are used up or
 * `enough()` says so. What runs then is waited for: every trial that was started is evidence.
 *
 * A rejection of one trial stops the loop; it is thrown when the others have ended.
 */
export async function runInOrder(
  ids: Iterable<number>,
  jobs: number,
  start: (id: number) => Promise<void>,
  enough: () => boolean,
): Promise<void> {
  const iterator = ids[Symbol.iterator]();
  let failed = false;
  const worker = async (): Promise<void> => {
    while (!failed && !enough()) {
      const next = iterator.next();
      if (next.done === true) return;
      try {
        await start(next.value);
      } catch (error) {
        failed = true;
        throw error;
      }
    }
  };
  const results = await Promise.allSettled(Array.from({ length: jobs }, worker));
  const rejected = results.find((result) => result.status === 'rejected');
  if (rejected !== undefined) throw rejected.reason;
}
