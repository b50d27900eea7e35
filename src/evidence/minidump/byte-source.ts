/** Bytes that are read by their place: a dump with all memory is too large to be held whole. */
export interface ByteSource {
  readonly size: number;
  /** Fewer bytes than asked for where the source ends; none beyond it. */
  read(offset: number, length: number): Uint8Array;
}

/**
 * A piece of a source as numbers, little-endian; null when the source does not have all of it, which a
 * torn or lying dump does not.
 */
export function viewOf(source: ByteSource, offset: number, length: number): DataView | null {
  if (!Number.isSafeInteger(offset) || offset < 0 || offset + length > source.size) return null;
  const bytes = source.read(offset, length);
  return bytes.length === length ? new DataView(bytes.buffer, bytes.byteOffset, length) : null;
}
