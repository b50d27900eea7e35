import { randomBytes } from 'node:crypto';
import { hostname } from 'node:os';
import { dirname } from 'node:path';
import { nowIso, sleep } from './clock.ts';
import { EnvironmentError } from './errors.ts';
import { fileError } from './file-error.ts';
import { makeDirectory } from './files.ts';
import {
  joinQueue,
  leaveAsHolder,
  leaveQueue,
  mayBeAlive,
  readQueue,
  type LockHolder,
} from './lock-queue.ts';
import { processIdentity } from './process-identity.ts';
import { whileWindowsHoldsIt } from './windows-patience.ts';

export interface Lock {
  /** May be called again without harm. Called by itself when the process exits normally. */
  readonly release: () => void;
}

export interface LockOptions {
  /** What this process is about to do, told to those who wait for it: `winrepro run control`. */
  readonly command: string;
  /** What the lock guards, for the message; default: `workspace <folder of the lock file>`. */
  readonly what?: string;
  /** False: throw an EnvironmentError that says who holds it instead of waiting. */
  readonly wait: boolean;
  /** Called once for each holder that is waited for. */
  readonly onWait?: (holder: LockHolder) => void;
  /** Ends the wait: acquireLock rejects with the signal's reason. */
  readonly signal?: AbortSignal;
  /** How often a waiting process looks, in milliseconds; default 200. */
  readonly pollMs?: number;
}

/**
 * The lock file is a queue that only grows: whoever wants the lock appends a line, whoever is done
 * appends that it left, and the holder is the first line whose process has neither left nor died.
 * All see the same order, and to have left or died is for ever, so no two can both be first; a
 * stale holder is not removed by anyone and there is no takeover to race for.
 *
 * Only one thing takes lines away: a holder that sees nobody behind it removes the file, and may
 * remove the line of one who joins at that moment. So each reads its own line back, and joins
 * again when it is gone. And because a holder may remove the file and *then* die, one counts as
 * dead only if it was found dead before the file was last opened: what that reading shows cannot
 * be removed any more.
 *
 * The lock frees itself with the death of its process, kill -9 included. Files on network drives
 * are not safe: their appends may overwrite each other.
 */
export async function acquireLock(path: string, options: LockOptions): Promise<Lock> {
  options.signal?.throwIfAborted();
  await makeDirectory(dirname(path));
  const self: LockHolder = {
    ...processIdentity(process.pid),
    host: hostname(),
    since: nowIso(),
    command: options.command,
    nonce: randomBytes(8).toString('hex'),
  };
  try {
    await standInLine(path, self, options);
  } catch (error) {
    quietly(() => leaveQueue(path, self));
    throw error;
  }
  return held(path, self);
}

/** The process that holds the lock, as far as can be seen from here; null when it is free. */
export async function lockHolder(path: string): Promise<LockHolder | null> {
  const queue = await patiently(path, () => readQueue(path));
  return queue.find(mayBeAlive) ?? null;
}

/** One sentence: who holds it, since when, and the next move. */
export function describeHolder(path: string, holder: LockHolder, what?: string): string {
  const place = what ?? `workspace ${dirname(path)}`;
  const since = `since ${localTime(holder.since)}`;
  return holder.host === hostname()
    ? `${place} is in use by ${holder.command} (process ${holder.pid} ${since}): wait for it, or use another --workspace`
    : `${place} is in use by ${holder.command} on the machine ${holder.host} (process ${holder.pid} ${since}), and from here it cannot be seen whether that still runs: wait for it, use another --workspace, or remove ${path} if it has ended`;
}

async function standInLine(path: string, self: LockHolder, options: LockOptions): Promise<void> {
  const dead = new Set<string>();
  let told: string | null = null;
  for (;;) {
    const queue = await patiently(path, () => readQueue(path));
    const place = queue.findIndex((entry) => entry.nonce === self.nonce);
    if (place < 0) {
      await patiently(path, () => joinQueue(path, self));
      continue;
    }
    const ahead = queue.slice(0, place).filter((entry) => !dead.has(entry.nonce));
    if (ahead.length === 0) return;
    const holder = ahead.find(mayBeAlive);
    for (const entry of ahead) {
      if (entry === holder) break;
      dead.add(entry.nonce);
    }
    if (holder === undefined) continue;
    if (!options.wait) throw new EnvironmentError(describeHolder(path, holder, options.what));
    if (told !== holder.nonce) {
      told = holder.nonce;
      options.onWait?.(holder);
    }
    await sleep(options.pollMs ?? 200, options.signal);
  }
}

function held(path: string, self: LockHolder): Lock {
  let done = false;
  const release = (): void => {
    if (done) return;
    done = true;
    process.removeListener('exit', release);
    // What cannot be written now (disk full, drive gone) is said by the end of this process.
    quietly(() => leaveAsHolder(path, self));
  };
  process.on('exit', release);
  return { release };
}

async function patiently<T>(path: string, work: () => T): Promise<T> {
  try {
    return await whileWindowsHoldsIt(work);
  } catch (error) {
    throw fileError(error, 'write', path);
  }
}

function quietly(work: () => void): void {
  try {
    work();
  } catch {
    // The caller's own error, or the end of the process, tells more.
  }
}

/** `12:01`, with the date when that was another day. */
function localTime(iso: string): string {
  const time = new Date(iso);
  if (Number.isNaN(time.getTime())) return iso;
  const two = (value: number): string => String(value).padStart(2, '0');
  const clock = `${two(time.getHours())}:${two(time.getMinutes())}`;
  if (new Date().toDateString() === time.toDateString()) return clock;
  return `${time.getFullYear()}-${two(time.getMonth() + 1)}-${two(time.getDate())} ${clock}`;
}
