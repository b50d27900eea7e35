import { closeSync, openSync, readSync, writeSync } from 'node:fs';

/** A counter of 8 bytes, little-endian, in a file that the child maps into its memory. */
export interface Heartbeat {
  /** Turns that have begun: 0 before the first. */
  read(): number;
  close(): void;
}

/**
 * Creates the file with a zero counter and reads it with plain reads: on Linux a shared mapping and
 * read() see the same pages (measured). On Windows, mapped views and ReadFile of a local file are
 * coherent by the documentation of CreateFileMapping; that was seen under Wine only.
 */
export function createHeartbeat(path: string): Heartbeat {
  const fd = openSync(path, 'w+');
  const buffer = Buffer.alloc(8);
  writeSync(fd, buffer, 0, 8, 0);
  return {
    read() {
      readSync(fd, buffer, 0, 8, 0);
      return Number(buffer.readBigUInt64LE());
    },
    close() {
      closeSync(fd);
    },
  };
}
