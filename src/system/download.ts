import { createWriteStream } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { sleep } from './clock.ts';
import { EnvironmentError, InterruptedError } from './errors.ts';
import { errorCode, fileError } from './file-error.ts';
import { exists, fileSize, makeDirectory, remove } from './files.ts';
import { sha256File } from './hash.ts';
import { whileWindowsHoldsIt } from './windows-patience.ts';

export interface DownloadRequest {
  readonly url: string;
  readonly to: string;
  /** What the file must be: 64 hexadecimal digits. */
  readonly sha256: string;
  readonly signal: AbortSignal;
}

/** How long to wait before each further try, seconds. */
const PAUSES = [1, 2, 4];

/** A failure that may be over at the next try. */
class Unreliable extends Error {
  override readonly name = 'Unreliable';
}

/**
 * Downloads a file to `<to>.part`, goes on from there after a lost connection, and names it `to`
 * once its hash is right. A file that is there already with the right hash is kept.
 *
 * @throws EnvironmentError when it cannot be had or is not the file that was meant;
 *   InterruptedError when the signal stopped it.
 */
export async function download(request: DownloadRequest): Promise<void> {
  const { to, sha256 } = request;
  if ((await hashOf(to)) === sha256) return;
  await makeDirectory(dirname(to));
  const part = `${to}.part`;
  // A download that was killed after its last byte lacks nothing but its name.
  let found = await hashOf(part);
  if (found !== sha256) {
    const resumed = await fetchAll(request, part);
    found = await hashOf(part);
    if (found !== sha256 && resumed) {
      // The first bytes may have been left by another version of the file.
      await remove(part);
      await fetchAll(request, part);
      found = await hashOf(part);
    }
  }
  if (found !== sha256) {
    await remove(part);
    throw new EnvironmentError(
      `${request.url} is not the file that was meant: its sha256 is ${found ?? 'that of nothing'} instead of ${sha256}; ` +
        'a proxy may have answered in its place, or the file was changed: check both',
    );
  }
  await rm(to, { recursive: true, force: true });
  try {
    await whileWindowsHoldsIt(() => rename(part, to));
  } catch (error) {
    throw fileError(error, 'write', to);
  }
}

/** Null for a file that is not there. */
async function hashOf(path: string): Promise<string | null> {
  return (await exists(path)) ? await sha256File(path) : null;
}

/** Fills the part. Whether it began with bytes of an earlier connection. */
async function fetchAll(request: DownloadRequest, part: string): Promise<boolean> {
  const { url, signal } = request;
  for (let attempt = 0; ; attempt++) {
    try {
      return await fetchOnce(request, part);
    } catch (error) {
      if (signal.aborted) throw interrupted(url);
      const pause = PAUSES[attempt];
      if (!(error instanceof Unreliable)) throw error;
      if (pause === undefined) {
        throw new EnvironmentError(
          `cannot download ${url} after ${attempt + 1} tries (${error.message}): connect this ` +
            'machine to the network, and run again',
          { cause: error },
        );
      }
      await sleep(pause * 1000, signal).catch(() => {
        throw interrupted(url);
      });
    }
  }
}

/** Whether bytes were added to those of an earlier connection. */
async function fetchOnce({ url, signal }: DownloadRequest, part: string): Promise<boolean> {
  const have = (await exists(part)) ? await fileSize(part) : 0;
  const response = await answer(url, have, signal);
  const resumes =
    response.status === 206 &&
    (response.headers.get('content-range') ?? '').startsWith(`bytes ${have}-`);
  if (response.status === 416 || (response.status === 206 && !resumes)) {
    await response.body?.cancel();
    await remove(part);
    throw new Unreliable(`its server cannot go on from byte ${have}`);
  }
  if (!response.ok || response.body === null) {
    await response.body?.cancel();
    const words = `its server answered ${response.status} ${response.statusText}`.trimEnd();
    if (response.status >= 500 || [408, 429].includes(response.status)) throw new Unreliable(words);
    throw new EnvironmentError(`cannot download ${url}: ${words}; check the address`);
  }
  const file = createWriteStream(part, { flags: resumes ? 'a' : 'w', flush: true });
  try {
    await pipeline(Readable.fromWeb(response.body), file, { signal });
  } catch (error) {
    // What the disk says names the call that failed; what the network says is wrapped in TypeError.
    const disk = error instanceof Error && !(error instanceof TypeError) && 'syscall' in error;
    if (disk) throw fileError(error, 'write', part);
    throw new Unreliable(wordsOf(error), { cause: error });
  }
  return resumes;
}

async function answer(url: string, have: number, signal: AbortSignal): Promise<Response> {
  try {
    return await fetch(url, {
      signal,
      // A server that compresses on the way would give other bytes than those of the hash.
      headers: { 'accept-encoding': 'identity', ...(have > 0 ? { range: `bytes=${have}-` } : {}) },
    });
  } catch (error) {
    throw new Unreliable(wordsOf(error), { cause: error });
  }
}

/** `fetch failed` says nothing; its cause does. */
function wordsOf(error: unknown): string {
  const cause = error instanceof Error && error.cause !== undefined ? error.cause : error;
  const code = errorCode(cause);
  const message = cause instanceof Error ? cause.message : String(cause);
  if (code === undefined || message.includes(code)) return message;
  return message === '' ? code : `${message}, ${code}`;
}

function interrupted(url: string): InterruptedError {
  return new InterruptedError(`interrupted while downloading ${url}`);
}
