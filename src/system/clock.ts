import { setTimeout as delay } from 'node:timers/promises';

/** Seconds on a clock that never jumps: for durations only, its zero means nothing. */
export function monotonicSeconds(): number {
  return performance.now() / 1000;
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

/** Waits `ms` milliseconds; when the signal is aborted first, rejects at once with its reason. */
export async function sleep(ms: number, signal?: AbortSignal): Promise<void> {
  try {
    await delay(ms, undefined, signal === undefined ? {} : { signal });
  } catch (error) {
    signal?.throwIfAborted();
    throw error;
  }
}
