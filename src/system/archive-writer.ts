import { createWriteStream } from 'node:fs';
import { link, symlink, utimes } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { makeDirectory } from './files.ts';

/** Lays the entries of an archive out in a folder; paths are relative to it, with slashes. */
export interface ArchiveWriter {
  directory(path: string): Promise<void>;
  /** @param open called when the file can be written: a stream that fails unheard is a crash. */
  file(path: string, open: () => Content | Promise<Content>, facts: FileFacts): Promise<void>;
  /** Noted, and made by `finish`: so nothing is ever written through a link. */
  symlink(path: string, target: string): void;
  /** As `symlink`, but to a file of the archive. */
  hardlink(path: string, target: string): void;
  finish(): Promise<void>;
}

type Content = AsyncIterable<Buffer>;

export interface FileFacts {
  /** As the archive has it. Only whether the file may be run is kept. */
  readonly mode: number;
  readonly modified: Date | null;
}

/** Each call throws what the file system throws, and the signal's reason. */
export function archiveWriter(folder: string, signal: AbortSignal): ArchiveWriter {
  const made = new Set<string>();
  const links: (() => Promise<void>)[] = [];

  const directory = async (path: string): Promise<void> => {
    if (made.has(path)) return;
    await makeDirectory(join(folder, path));
    made.add(path);
  };
  const later = (path: string, make: (path: string) => Promise<void>): void => {
    links.push(async () => {
      await directory(dirname(path));
      await make(join(folder, path));
    });
  };

  return {
    directory,
    async file(path, open, { mode, modified }) {
      await directory(dirname(path));
      const to = join(folder, path);
      const kept = (mode & 0o111) === 0 ? 0o644 : 0o755;
      await pipeline(await open(), createWriteStream(to, { flags: 'wx', mode: kept }), { signal });
      if (modified !== null) await utimes(to, modified, modified);
    },
    symlink(path, target) {
      later(path, (from) => symlink(target, from));
    },
    hardlink(path, target) {
      later(path, (from) => link(join(folder, target), from));
    },
    async finish() {
      for (const make of links) {
        signal.throwIfAborted();
        await make();
      }
    },
  };
}
