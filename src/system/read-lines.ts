import { readChunks } from './read-chunks.ts';

const NEWLINE = 10;

/** Longer lines are cut to this many bytes: no record is near it, only damage is. */
export const LONGEST_LINE_BYTES = 1024 * 1024;

export interface Line {
  /** Counted from 1. */
  readonly number: number;
  /** Without its line feed; at most LONGEST_LINE_BYTES of it. */
  readonly text: string;
  /** The true length, without the line feed. */
  readonly bytes: number;
  /** False for a last line without a line feed: its writer has not finished it, or died. */
  readonly complete: boolean;
}

/**
 * The lines of a file, read in chunks: a journal may be larger than the longest string, and a
 * damaged one may be a gigabyte without a line end. None when there is no file.
 * Throws EnvironmentError when it cannot be read.
 */
export function* readLines(path: string): Generator<Line, void> {
  let parts: Buffer[] = [];
  let bytes = 0;
  let number = 1;
  const keep = (part: Buffer): void => {
    // Copied, because the chunk is overwritten by the next read.
    if (bytes < LONGEST_LINE_BYTES) parts.push(Buffer.from(part));
    bytes += part.length;
  };
  const take = (complete: boolean): Line => {
    const text = Buffer.concat(parts).toString('utf8', 0, Math.min(bytes, LONGEST_LINE_BYTES));
    const line = { number, text, bytes, complete };
    parts = [];
    bytes = 0;
    number += 1;
    return line;
  };
  for (const chunk of readChunks(path)) {
    let start = 0;
    for (;;) {
      const end = chunk.indexOf(NEWLINE, start);
      if (end < 0) break;
      keep(chunk.subarray(start, end));
      yield take(true);
      start = end + 1;
    }
    if (start < chunk.length) keep(chunk.subarray(start));
  }
  if (bytes > 0) yield take(false);
}
