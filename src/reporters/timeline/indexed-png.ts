import { crc32, deflateSync } from 'node:zlib';

/** A picture of few colours: one byte a pixel, row after row from the top, an index of the palette. */
export interface IndexedPicture {
  readonly width: number;
  readonly height: number;
  readonly pixels: Uint8Array;
  /** `#rrggbb`, at most 256. */
  readonly palette: readonly string[];
}

const SIGNATURE = Buffer.from('\x89PNG\r\n\x1a\n', 'latin1');

/** As a PNG of colour type 3 (PNG, 3rd edition, 11.2). Throws RangeError when the sizes disagree. */
export function indexedPng({ width, height, pixels, palette }: IndexedPicture): Buffer {
  if (pixels.length !== width * height || width < 1 || height < 1) {
    throw new RangeError(`${pixels.length} pixels are no picture of ${width} by ${height}`);
  }
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  // 8 bits, palette, deflate, no filter method but the usual, not interlaced.
  header.set([8, 3, 0, 0, 0], 8);
  const rows = Buffer.alloc((width + 1) * height);
  for (let row = 0; row < height; row++) {
    rows.set(pixels.subarray(row * width, (row + 1) * width), row * (width + 1) + 1);
  }
  const colors = palette.map((color) => Buffer.from(color.slice(1), 'hex'));
  return Buffer.concat([
    SIGNATURE,
    chunk('IHDR', header),
    chunk('PLTE', Buffer.concat(colors)),
    chunk('IDAT', deflateSync(rows, { level: 9 })),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const [length, check] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(data.length);
  check.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, check]);
}
