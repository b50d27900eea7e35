import { closeSync, openSync, readFileSync, unlinkSync, writeSync } from 'node:fs';
import { hostname } from 'node:os';
import { errorCode } from './file-error.ts';
import { isAlive } from './process-identity.ts';

/** One line of a lock file: a process that holds the lock or stands in line for it. */
export interface LockHolder {
  readonly pid: number;
  /** Tells the process from a later one of the same number; null where that is not known. */
  readonly startToken: string | null;
  readonly host: string;
  /** ISO 8601, UTC: when it joined the queue. */
  readonly since: string;
  /** What it does, for the message to those who wait: `winrepro run control`. */
  readonly command: string;
  /** Of this one acquisition. */
  readonly nonce: string;
}

/** Those who have joined and not left, in the order in which they joined. None without a file. */
export function readQueue(path: string): readonly LockHolder[] {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return [];
    throw error;
  }
  const joined: LockHolder[] = [];
  const left = new Set<string>();
  for (const line of text.split('\n')) {
    const entry = parse(line);
    if (entry === null) continue;
    if ('left' in entry) left.add(entry.left);
    else joined.push(entry);
  }
  return joined.filter((entry) => !left.has(entry.nonce));
}

/**
 * False only when it is known to be dead, which it then stays. Of a process on another machine
 * nothing is known.
 */
export function mayBeAlive(holder: LockHolder): boolean {
  return holder.host !== hostname() || isAlive(holder);
}

export function joinQueue(path: string, holder: LockHolder): void {
  appendLine(path, holder);
}

/** For whoever stands in line and gives up. */
export function leaveQueue(path: string, holder: LockHolder): void {
  appendLine(path, { left: holder.nonce });
}

/**
 * For the holder only: removes the file when nobody else stands in line. The removal *is* the
 * release; doing it after the release could remove the line of the next holder.
 */
export function leaveAsHolder(path: string, holder: LockHolder): void {
  const queue = readQueue(path).filter(mayBeAlive);
  if (queue.length === 1 && queue[0]?.nonce === holder.nonce) {
    try {
      unlinkSync(path);
      return;
    } catch {
      // Windows refuses while another process reads the file: say it in the file instead.
    }
  }
  leaveQueue(path, holder);
}

/**
 * The line feed in front closes whatever half a line a killed process left. One write call, so
 * that the system puts it at the end as a whole (O_APPEND; not on network file systems).
 */
function appendLine(path: string, entry: object): void {
  const file = openSync(path, 'a');
  try {
    writeSync(file, `\n${JSON.stringify(entry)}\n`);
  } finally {
    closeSync(file);
  }
}

/** Anything that is not a line of ours is no claim to the lock: half a line, a foreign file. */
function parse(line: string): LockHolder | { readonly left: string } | null {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    return null;
  }
  if (typeof value !== 'object' || value === null) return null;
  if ('left' in value && typeof value.left === 'string') return { left: value.left };
  return isHolder(value) ? value : null;
}

function isHolder(value: object): value is LockHolder {
  const entry: Partial<Record<keyof LockHolder, unknown>> = value;
  return (
    Number.isSafeInteger(entry.pid) &&
    (entry.startToken === null || typeof entry.startToken === 'string') &&
    typeof entry.host === 'string' &&
    typeof entry.since === 'string' &&
    typeof entry.command === 'string' &&
    typeof entry.nonce === 'string'
  );
}
