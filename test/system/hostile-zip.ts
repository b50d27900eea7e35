import { deflateRawSync, crc32 as zlibCrc32 } from 'node:zlib';

/** An entry of a zip as anyone can write it, true or not. */
export interface HostileEntry {
  readonly name: string | Buffer;
  readonly data?: Buffer | string;
  /** Unix mode with its kind bits. */
  readonly mode?: number;
  /** 0 stored, 8 deflated, or anything else. */
  readonly method?: number;
  /** What the index says of the size, where that is a lie. */
  readonly claimedBytes?: number;
  readonly flags?: number;
  /** The name in the local header, where it is another one. */
  readonly localName?: string;
  /** Shares the bytes of the entry of this number instead of having its own. */
  readonly sameDataAs?: number;
}

/**
 * A zip archive, byte by byte as APPNOTE.TXT 6.3 lays it out, with nothing checked: what no library
 * would write.
 */
export function hostileZip(entries: readonly HostileEntry[]): Buffer {
  const body: Buffer[] = [];
  const index: Buffer[] = [];
  const offsets: number[] = [];
  let offset = 0;
  for (const [place, entry] of entries.entries()) {
    const own = entry.sameDataAs === undefined ? entry : (entries[entry.sameDataAs] ?? entry);
    const data = Buffer.from(own.data ?? '');
    const method = own.method ?? 8;
    const packed = method === 8 ? deflateRawSync(data) : data;
    const name = Buffer.from(entry.name);
    const facts = Buffer.alloc(22);
    facts.writeUInt16LE(entry.flags ?? 0x800, 0);
    facts.writeUInt16LE(method, 2);
    facts.writeUInt32LE(0x5321_0000, 4);
    facts.writeUInt32LE(zlibCrc32(data), 8);
    facts.writeUInt32LE(packed.length, 12);
    facts.writeUInt32LE(entry.claimedBytes ?? data.length, 16);
    facts.writeUInt16LE(name.length, 20);
    if (entry.sameDataAs === undefined) {
      const local = Buffer.from(entry.localName ?? entry.name);
      const localFacts = Buffer.from(facts);
      localFacts.writeUInt16LE(local.length, 20);
      offsets[place] = offset;
      const parts = [signature(0x0403_4b50), u16(20), localFacts, u16(0), local, packed];
      body.push(...parts);
      offset += parts.reduce((sum, part) => sum + part.length, 0);
    } else {
      offsets[place] = offsets[entry.sameDataAs] ?? 0;
    }
    const tail = Buffer.alloc(16);
    tail.writeUInt32LE(((entry.mode ?? 0o100644) << 16) >>> 0, 8);
    tail.writeUInt32LE(offsets[place] ?? 0, 12);
    index.push(signature(0x0201_4b50), u16((3 << 8) | 63), u16(20), facts, tail, name);
  }
  const directory = Buffer.concat(index);
  const end = Buffer.alloc(18);
  end.writeUInt16LE(entries.length, 4);
  end.writeUInt16LE(entries.length, 6);
  end.writeUInt32LE(directory.length, 8);
  end.writeUInt32LE(offset, 12);
  return Buffer.concat([...body, directory, signature(0x0605_4b50), end]);
}

function signature(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return bytes;
}

function u16(value: number): Buffer {
  const bytes = Buffer.alloc(2);
  bytes.writeUInt16LE(value);
  return bytes;
}
