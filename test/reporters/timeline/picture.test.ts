import { inflateSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { indexedPng } from '../../../src/reporters/timeline/indexed-png.ts';
import { kindColors } from '../../../src/reporters/timeline/kind-colors.ts';
import { raster } from '../../../src/reporters/timeline/raster.ts';
import { timelineSvg } from '../../../src/reporters/timeline/timeline-svg.ts';
import { svgToPng } from '../../../src/system/svg-to-png.ts';
import { sample, usualSample } from './timeline-samples.ts';

/** The rows of an indexed PNG without filters, by its own chunks. */
function readPng(png: Buffer): { width: number; height: number; rows: readonly number[][] } {
  const chunks = new Map<string, Buffer>();
  for (let at = 8; at < png.length;) {
    const length = png.readUInt32BE(at);
    chunks.set(png.toString('latin1', at + 4, at + 8), png.subarray(at + 8, at + 8 + length));
    at += length + 12;
  }
  const header = chunks.get('IHDR') ?? Buffer.alloc(8);
  const [width, height] = [header.readUInt32BE(0), header.readUInt32BE(4)];
  const raw = inflateSync(chunks.get('IDAT') ?? Buffer.alloc(0));
  const rows = Array.from({ length: height }, (_, row) => [
    ...raw.subarray(row * (width + 1) + 1, (row + 1) * (width + 1)),
  ]);
  return { width, height, rows };
}

describe('The raster', () => {
  const { timeline, picture } = sample(['..MX....', '...MX...']);
  const kinds = kindColors(timeline.kinds);
  const plan = { width: 10, rowHeight: 2, rowGap: 0, from: -2, to: 2, least: 1, gap: 0 };

  it('has each event as wide as its share, all failures in one column', () => {
    const { rows } = readPng(indexedPng(raster(picture, kinds, plan)));
    expect(rows).toEqual(Array.from({ length: 4 }, () => [3, 3, 1, 1, 4, 4, 3, 3, 3, 3]));
  });

  it('keeps paper between rows and events, and where no event is', () => {
    const spaced = { ...plan, rowGap: 1, gap: 1, from: -4, to: 0 };
    expect(readPng(indexedPng(raster(picture, kinds, spaced))).rows).toEqual([
      [0, 0, 3, 0, 3, 0, 1, 0, 4, 0],
      Array.from({ length: 10 }, () => 0),
      [3, 0, 3, 0, 3, 0, 1, 0, 4, 0],
      Array.from({ length: 10 }, () => 0),
    ]);
  });

  it('shows the rarer of the events that share a pixel, and never narrower than asked', () => {
    const wide = { ...plan, width: 5, rowHeight: 1, from: -7, to: 7 };
    const [first] = readPng(indexedPng(raster(picture, kinds, { ...wide, least: 2 }))).rows;
    expect(first?.filter((code) => code === 4)).toHaveLength(2);
    const narrow = { ...wide, width: 1 };
    expect(readPng(indexedPng(raster(picture, kinds, narrow))).rows[0]).toEqual([4]);
  });

  it('is refused as a picture when the pixels are too few', () => {
    const palette = ['#ffffff'];
    expect(() => indexedPng({ width: 2, height: 2, pixels: new Uint8Array(3), palette })).toThrow(
      RangeError,
    );
  });
});

describe.each([1, 3, 450, 1828])('The picture of %i failures', (failures) => {
  // One failure directly after every third collection.
  const trial = Array.from({ length: failures }, () => 'M....M....MX...').join('');
  const { timeline, picture } = sample([trial]);
  const svg = timelineSvg(timeline, picture) ?? '';

  it('is well-formed, says what it shows, and has a row for each', () => {
    expect(timeline.failures).toBe(failures);
    expect(picture.rows).toHaveLength(failures);
    expect(svg).toMatch(/^<\?xml[^>]*>\n<svg\s[^>]*xmlns="http:\/\/www\.w3\.org\/2000\/svg"/);
    expect(svg.match(/<image/g)).toHaveLength(2);
    expect(svg).toContain('M minor-collection');
    expect(svg).not.toMatch(/NaN|undefined|Infinity/);
  });

  it('becomes a PNG with letters in it, whatever fonts the machine has', async () => {
    const png = await svgToPng(svg, 2400);
    expect(png?.readUInt32BE(16)).toBe(2400);
    const wordless = await svgToPng(svg.replaceAll(/<text[^]*?<\/text>/g, ''), 2400);
    expect((png?.length ?? 0) - (wordless?.length ?? 0)).toBeGreaterThan(20_000);
  });
});

it('Of more failures than a screen has lines, 2,000 are drawn, evenly spread', () => {
  const { timeline, picture } = usualSample(1_000_000, { failingAfterCollection: 0.5 });
  expect(timeline.failures).toBeGreaterThan(5000);
  expect(picture.rows).toHaveLength(2000);
  expect(timelineSvg(timeline, picture)).toContain('failure (2,000 shown)');
});

it('Without a failure there is no picture', () => {
  const { timeline, picture } = sample(['..M..']);
  expect(timelineSvg(timeline, picture)).toBeNull();
});
