import { createReadStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { Parser, type ReadEntry } from 'tar';
import type { ArchiveEntry, Unpacking } from './archive-entry.ts';
import { archiveWriter, type ArchiveWriter } from './archive-writer.ts';

/**
 * Reads the archive twice: once to hold every entry to the guard, so that a bad one at its end
 * leaves nothing behind, and once to write.
 *
 * tar's own Unpack is not used, because it goes on writing for a while after it was stopped.
 *
 * Throws whatever tar or the file system throws; EnvironmentError from the guard.
 */
export async function unpackTar(unpacking: Unpacking): Promise<void> {
  const { folder, strip, guard, signal } = unpacking;
  const paths: (string | null)[] = [];
  await eachEntry(unpacking, (entry) => {
    paths.push(guard.check(asEntry(entry)));
    entry.resume();
  });
  guard.finish();
  const writer = archiveWriter(folder, signal);
  let index = 0;
  await eachEntry(unpacking, async (entry) => {
    const path = paths[index++] ?? null;
    if (path === null) entry.resume();
    else await write(writer, entry, path, strip);
  });
  await writer.finish();
}

async function write(
  writer: ArchiveWriter,
  entry: ReadEntry,
  path: string,
  strip: number,
): Promise<void> {
  const { type, target } = asEntry(entry);
  if (type === 'file') {
    const { mode = 0, mtime: modified = null } = entry;
    await writer.file(path, () => chunksOf(entry), { mode, modified });
    return;
  }
  entry.resume();
  if (type === 'directory') await writer.directory(path);
  if (type === 'symlink') writer.symlink(path, target);
  if (type === 'hardlink') writer.hardlink(path, stripped(target, strip));
}

/** Node takes tar's streams for its own of old, and would wait for an end that they do not tell. */
async function* chunksOf(entry: ReadEntry): AsyncGenerator<Buffer> {
  yield* entry;
}

/** Does the work for each entry, one after the other; nothing of it runs on when this is over. */
async function eachEntry(
  { archive, signal }: Unpacking,
  work: (entry: ReadEntry) => Promise<void> | void,
): Promise<void> {
  const failure = new AbortController();
  let running: ReadEntry | null = null;
  let last = Promise.resolve();
  const parser = new Parser({
    strict: true,
    onReadEntry(entry) {
      // Its reader is told of an error; as an event that nobody hears it would end the process.
      entry.on('error', () => undefined);
      last = last
        .then(async () => {
          failure.signal.throwIfAborted();
          running = entry;
          await work(entry);
        })
        .catch((error: unknown) => {
          failure.abort(error);
        });
    },
  });
  const either = AbortSignal.any([signal, failure.signal]);
  try {
    await pipeline(createReadStream(archive), parser, { signal: either });
  } catch (error) {
    // An entry whose end will never come would be waited for.
    failure.abort(error);
    (running as ReadEntry | null)?.destroy(error);
  }
  await last;
  failure.signal.throwIfAborted();
}

function asEntry({ path: name, type, size, linkpath }: ReadEntry): ArchiveEntry {
  return { name, type: typeOf(type), size, target: linkpath ?? '' };
}

/** A hard link's target is a path of the archive. */
function stripped(target: string, strip: number): string {
  const parts = target.split('/').filter((part) => part !== '' && part !== '.');
  return parts.slice(strip).join('/');
}

function typeOf(type: ReadEntry['type']): ArchiveEntry['type'] {
  switch (type) {
    case 'File':
    case 'OldFile':
    case 'ContiguousFile':
      return 'file';
    case 'Directory':
      return 'directory';
    case 'SymbolicLink':
      return 'symlink';
    case 'Link':
      return 'hardlink';
    default:
      return 'other';
  }
}
