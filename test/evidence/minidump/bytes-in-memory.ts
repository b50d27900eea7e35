import type { ByteSource } from '../../../src/evidence/minidump/byte-source.ts';

/** Bytes that are held whole, as a source. */
export function bytesInMemory(bytes: Uint8Array): ByteSource {
  return {
    size: bytes.length,
    read: (offset, length) => bytes.subarray(offset, offset + length),
  };
}
