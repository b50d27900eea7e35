import { repeat } from '../../system/clock.ts';
import { followFile } from '../../system/follow-file.ts';
import type { Progress } from '../action.ts';

/** Often enough for a person, too seldom to be felt by a compiler. */
const INTERVAL_SECONDS = 0.25;

/**
 * Counts the lines of a growing log that tell of progress.
 *
 * @param from where the command's own output begins in the log, bytes.
 * @returns stops the counting, after a last look.
 */
export function watchProgress(
  log: string,
  from: number,
  { line, of }: Progress,
  onProgress: (done: number, of: number | null) => void,
): () => void {
  let done = 0;
  let rest = '';
  // Marks of progress are ASCII: a character cut in two by a read cannot change their number.
  const decoder = new TextDecoder('latin1');
  const file = followFile(
    log,
    (chunk) => {
      const lines = (rest + decoder.decode(chunk)).split(/\r?\n/);
      rest = lines.pop() ?? '';
      done += lines.filter((text) => line.test(text)).length;
    },
    from,
  );
  let told = 0;
  const look = (): void => {
    while (file.read() > 0);
    if (done > told) onProgress(done, of);
    told = done;
  };
  const stop = repeat(INTERVAL_SECONDS, look);
  return () => {
    stop();
    look();
    file.close();
  };
}
