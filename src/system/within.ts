import { sleep } from './clock.ts';

/** Waits for a task, but not for long: whether it was done. One that fails is not done. */
export async function within(milliseconds: number, task: Promise<unknown>): Promise<boolean> {
  const late = new AbortController();
  const done = await Promise.race([
    task.then(
      () => true,
      () => false,
    ),
    sleep(milliseconds, late.signal).then(
      () => false,
      () => false,
    ),
  ]);
  late.abort();
  return done;
}
