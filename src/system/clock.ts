import { setImmediate as immediate, setTimeout as delay } from 'node:timers/promises';

/** Seconds on a clock that never jumps: for durations only, its zero means nothing. */
export function monotonicSeconds(): number {
  return performance.now() / 1000;
}

/** A clock that stands still while the machine sleeps, or while this process is stopped. */
export interface AwakeClock {
  /** Seconds awake since the clock was made. It must be read often: a long silence is a sleep. */
  read(): number;
  /** Seconds that `monotonicSeconds` counted meanwhile and this clock did not. */
  lost(): number;
  /**
   * Seconds by which the time of day ran ahead of this clock since the last call: sleeps, and the
   * clock set forward. Less than the longest silence is 0.
   */
  takeSleep(): number;
}

/** Nobody who looks several times a second is silent for so long unless stopped, seconds. */
const LONGEST_SILENCE = 5;

/**
 * A sleeping machine stops `monotonicSeconds` on Linux (CLOCK_MONOTONIC) and macOS; on Windows the
 * performance counter goes on, and a process that is stopped sees the same anywhere.
 */
export function createAwakeClock(): AwakeClock {
  let [awake, lost, asleep] = [0, 0, 0];
  let last = monotonicSeconds();
  let day = Date.now() / 1000;
  const read = (): number => {
    const now = monotonicSeconds();
    const today = Date.now() / 1000;
    const passed = now - last;
    const counts = passed <= LONGEST_SILENCE;
    if (counts) awake += passed;
    else lost += passed;
    const ahead = today - day - (counts ? passed : 0);
    if (ahead > LONGEST_SILENCE) asleep += ahead;
    [last, day] = [now, today];
    return awake;
  };
  return {
    read,
    lost: () => lost,
    takeSleep() {
      read();
      const taken = asleep;
      asleep = 0;
      return taken;
    },
  };
}

/** The time of day as ISO 8601 in UTC, to the millisecond: `2026-11-23T23:45:01.123Z`. */
export function nowIso(): string {
  return new Date().toISOString();
}

/** Does the work every so many seconds, and never keeps the process alive for it; returns its end. */
export function repeat(seconds: number, work: () => void): () => void {
  const timer = setInterval(work, seconds * 1000).unref();
  return () => clearInterval(timer);
}

/**
 * Does the work at once and every so many seconds until the promise settles; rejects as it does, or as
 * the work throws.
 */
export async function repeatUntil<T>(
  promise: Promise<T>,
  seconds: number,
  work: () => void,
): Promise<T> {
  let stop: (error: unknown) => void = () => undefined;
  const broken = new Promise<never>((_, reject) => (stop = reject));
  const tryWork = (): void => {
    try {
      work();
    } catch (error) {
      stop(error);
    }
  };
  tryWork();
  const end = repeat(seconds, tryWork);
  try {
    return await Promise.race([promise, broken]);
  } finally {
    end();
  }
}

/** Lets all that is ready be done first. */
export async function letOthersGo(): Promise<void> {
  await immediate();
}

/** Waits `ms` milliseconds; when the signal is aborted first, rejects at once with its reason. */
export async function sleep(ms: number, signal?: AbortSignal): Promise<void> {
  try {
    await delay(ms, undefined, signal === undefined ? {} : { signal });
  } catch (error) {
    signal?.throwIfAborted();
    throw error;
  }
}
