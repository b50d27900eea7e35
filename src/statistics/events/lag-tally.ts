import type { EventSequence } from './event-sequence.ts';
import type { LagCell, Lags } from './lag-counts.ts';

/**
 * Counts, for each cell, how many of some positions have its event at its lag. A bit for each event of
 * a kind: ten million events are a megabyte then, which a processor keeps near, and of the window
 * around a position only the bits that are set are looked at.
 */
export function createLagTally(
  { codes }: EventSequence,
  cells: readonly LagCell[],
  { before, after }: Lags,
): (positions: Uint32Array) => readonly number[] {
  const width = before + after + 1;
  const kinds = [...new Set(cells.map(({ code }) => code))];
  const bits = kinds.map((code) => bitsOf(codes, code));
  const table = new Int32Array(kinds.length * width);
  const placeOf = cells.map(({ code, lag }) => kinds.indexOf(code) * width + before - lag);
  return (positions) => {
    table.fill(0);
    bits.forEach((words, kind) => {
      for (const position of positions) {
        for (let offset = 0; offset < width; offset += 32) {
          const at = position - before + offset;
          let word = wordAt(words, at);
          if (width - offset < 32) word &= 2 ** (width - offset) - 1;
          while (word !== 0) {
            const place = kind * width + offset + 31 - Math.clz32(word & -word);
            table[place] = (table[place] ?? 0) + 1;
            word &= word - 1;
          }
        }
      }
    });
    return placeOf.map((place) => table[place] ?? 0);
  };
}

function bitsOf(codes: Uint8Array, code: number): Int32Array {
  const words = new Int32Array((codes.length >>> 5) + 2);
  for (let at = 0; at < codes.length; at++) {
    if (codes[at] === code) words[at >>> 5] = (words[at >>> 5] ?? 0) | (1 << (at & 31));
  }
  return words;
}

/** 32 bits from any place on; PADDING keeps the places of windows inside. */
function wordAt(words: Int32Array, at: number): number {
  const [index, shift] = [at >>> 5, at & 31];
  const low = (words[index] ?? 0) >>> shift;
  return shift === 0 ? low | 0 : low | ((words[index + 1] ?? 0) << (32 - shift));
}
