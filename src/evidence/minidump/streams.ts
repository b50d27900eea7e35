import { viewOf, type ByteSource } from './byte-source.ts';

/** MINIDUMP_STREAM_TYPE, as far as it is read. */
export const streamTypes = { moduleList: 4, exception: 6, systemInfo: 7 } as const;

/** Where a stream lies in the file. */
export interface Stream {
  readonly offset: number;
  readonly size: number;
}

const SIGNATURE = 0x504d444d; // MDMP
const HEADER_BYTES = 32;
const ENTRY_BYTES = 12;
/** Microsoft defines about thirty; a number above this is garbage. */
const MOST_STREAMS = 256;

/**
 * The streams of a minidump by their type (MINIDUMP_HEADER and MINIDUMP_DIRECTORY of
 * MicrosoftDocs/sdk-api, minidumpapiset). Null when the file is no minidump.
 */
export function readStreams(source: ByteSource): ReadonlyMap<number, Stream> | null {
  const header = viewOf(source, 0, HEADER_BYTES);
  if (header?.getUint32(0, true) !== SIGNATURE) return null;
  const count = header.getUint32(8, true);
  const directory = header.getUint32(12, true);
  const streams = new Map<number, Stream>();
  for (let index = 0; index < Math.min(count, MOST_STREAMS); index += 1) {
    const entry = viewOf(source, directory + index * ENTRY_BYTES, ENTRY_BYTES);
    if (entry === null) break;
    const type = entry.getUint32(0, true);
    if (type !== 0) {
      streams.set(type, { size: entry.getUint32(4, true), offset: entry.getUint32(8, true) });
    }
  }
  return streams;
}
