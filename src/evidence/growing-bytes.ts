const FIRST_BYTES = 64 * 1024;

export interface GrowingBytes {
  readonly push: (byte: number) => void;
  readonly length: () => number;
  /** The last byte; 0 when there is none. */
  readonly last: () => number;
  /** What was pushed so far; a view, valid until the next push. */
  readonly bytes: () => Uint8Array;
}

/** Bytes in one piece whose room doubles: an array of numbers would take eight times as much. */
export function createGrowingBytes(): GrowingBytes {
  let room = new Uint8Array(FIRST_BYTES);
  let length = 0;
  return {
    push(byte) {
      if (length === room.length) {
        const larger = new Uint8Array(2 * room.length);
        larger.set(room);
        room = larger;
      }
      room[length++] = byte;
    },
    length: () => length,
    last: () => room[length - 1] ?? 0,
    bytes: () => room.subarray(0, length),
  };
}
