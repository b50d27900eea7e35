import { existsSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Debian's package `faketime`; the folder between is that of the processor's family. */
const library = ['x86_64', 'aarch64']
  .map((family) => `/usr/lib/${family}-linux-gnu/faketime/libfaketime.so.1`)
  .find((path) => existsSync(path));

/** Why the time of day cannot be set for a process here; undefined when it can. */
export const noFakeTime: string | undefined =
  process.platform !== 'linux'
    ? 'needs libfaketime of Linux'
    : library === undefined
      ? "needs libfaketime: Debian's package faketime"
      : undefined;

/** The time of day that a process and its children see, which the test sets. */
export interface FakeTime {
  /** For the environment of the process. */
  readonly variables: Readonly<Record<string, string>>;
  /** Sets the time of day so many seconds ahead of the true one. */
  set(secondsAhead: number): void;
}

/** The time of day as the file in this folder says; the monotonic clock stays true. */
export function fakeTime(folder: string): FakeTime {
  const file = join(folder, 'time of day');
  const set = (secondsAhead: number): void => {
    // It is read at each call: never half of it.
    writeFileSync(`${file}.new`, `${secondsAhead < 0 ? '' : '+'}${secondsAhead}\n`);
    renameSync(`${file}.new`, file);
  };
  set(0);
  const variables = {
    LD_PRELOAD: library ?? '',
    FAKETIME_TIMESTAMP_FILE: file,
    FAKETIME_NO_CACHE: '1',
    FAKETIME_DONT_FAKE_MONOTONIC: '1',
    // Files keep their times when the clock is set.
    NO_FAKE_STAT: '1',
  };
  return { variables, set };
}
