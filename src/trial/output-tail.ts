/** What the journal keeps of a trial's output. */
const TAIL_BYTES = 2048;
/** Moving the tail to the front of a roomy buffer is rare then, even when a byte comes at a time. */
const BUFFER_BYTES = 16 * TAIL_BYTES;

export interface OutputTail {
  push(chunk: Uint8Array): void;
  /** The last 2 KiB as text; a character that is cut in two at the start is left out. */
  text(): string;
}

/** The end of a stream, in a buffer of fixed size. */
export function createOutputTail(): OutputTail {
  const buffer = Buffer.alloc(BUFFER_BYTES);
  let length = 0;
  let cut = false;

  return {
    push(chunk) {
      cut ||= length + chunk.length > TAIL_BYTES;
      const kept = chunk.subarray(Math.max(0, chunk.length - TAIL_BYTES));
      if (length + kept.length > BUFFER_BYTES) {
        buffer.copyWithin(0, length - TAIL_BYTES, length);
        length = TAIL_BYTES;
      }
      buffer.set(kept, length);
      length += kept.length;
    },
    text() {
      const tail = buffer.subarray(Math.max(0, length - TAIL_BYTES), length);
      return tail.toString('utf8', cut ? continuationBytes(tail) : 0);
    },
  };
}

/** UTF-8 has at most three continuation bytes (10xxxxxx) in a row; more is not UTF-8. */
function continuationBytes(bytes: Uint8Array): number {
  return Math.max(
    0,
    bytes.subarray(0, 4).findIndex((byte) => (byte & 0xc0) !== 0x80),
  );
}
