import type { Protocol } from '../../recipe/protocol.ts';
import { createProtocolParser } from '../../trial/protocol-parser.ts';

/** Tells which iteration had begun when the program had printed so many bytes. */
export interface IterationClock {
  /** The next piece of the program's output; copied. */
  push(chunk: Uint8Array): void;
  /**
   * The last iteration that had begun after `printed` bytes, from 0; null before the first mark. Asked
   * in the order of the output: what was passed already answers for what is asked too late.
   */
  at(printed: number): number | null;
  /** The last iteration in all that was pushed. */
  latest(): number | null;
}

/** What is held back for questions that may come; a stop that is later than this is told too late. */
const HELD_BYTES = 32 * 1024 * 1024;

/** Reads the program's output only as far as it is asked about, so that a stop has its own iteration. */
export function createIterationClock(protocol: Protocol): IterationClock {
  const parser = createProtocolParser(protocol);
  const held: Buffer[] = [];
  let heldBytes = 0;
  let read = 0;

  function advance(to: number): void {
    for (let next = held[0]; next !== undefined && read < to; next = held[0]) {
      const piece = next.subarray(0, to - read);
      parser.push(piece);
      read += piece.length;
      heldBytes -= piece.length;
      if (piece.length === next.length) held.shift();
      else held[0] = next.subarray(piece.length);
    }
  }

  return {
    push(chunk) {
      held.push(Buffer.from(chunk));
      heldBytes += chunk.length;
      if (heldBytes > HELD_BYTES) advance(read + heldBytes - HELD_BYTES);
    },
    at(printed) {
      advance(printed);
      return parser.progress();
    },
    latest() {
      advance(read + heldBytes);
      return parser.progress();
    },
  };
}
