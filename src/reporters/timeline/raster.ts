import type { TimelinePicture } from '../../records/timeline.ts';
import type { IndexedPicture } from './indexed-png.ts';
import { PAPER, type KindColor } from './kind-colors.ts';

export interface RasterPlan {
  /** Pixels. */
  readonly width: number;
  readonly rowHeight: number;
  /** Pixels of paper below each row. */
  readonly rowGap: number;
  /** The first and the last position that are drawn; the failure is 0. */
  readonly from: number;
  readonly to: number;
  /** No event but a fine call is narrower, so that few among many are seen. */
  readonly least: number;
  /** Pixels of paper between two events. */
  readonly gap: number;
}

/**
 * The rows of a picture as pixels, each event as wide as its share of the width. Events are painted
 * over calls that went well, rarer kinds over commoner ones and failures over all, so that where many
 * events share a pixel the one that matters is seen. Drawn in the pixels of the screen, since what
 * enlarges pictures also blurs them.
 */
export function raster(
  { rows, reach }: TimelinePicture,
  kinds: readonly KindColor[],
  plan: RasterPlan,
): IndexedPicture {
  const { width, rowHeight, from, to } = plan;
  const height = Math.max(1, rows.length * rowHeight);
  const pixels = new Uint8Array(width * height);
  const order = paintOrder(kinds);
  const scale = width / (to - from + 1);
  rows.forEach((codes, row) => {
    const line = new Uint8Array(width);
    for (const code of order) {
      const least = kinds[code - 1]?.role === 'fine' ? 1 : plan.least;
      for (let position = from; position <= to; position++) {
        if (codes[reach + position] !== code) continue;
        const left = Math.floor((position - from) * scale);
        const right = Math.floor((position - from + 1) * scale) - plan.gap;
        const wide = Math.max(right - left, least);
        const first = Math.min(
          Math.max(0, left - Math.floor((wide - (right - left)) / 2)),
          width - 1,
        );
        line.fill(code, first, Math.min(width, first + wide));
      }
    }
    for (let inner = 0; inner < rowHeight - plan.rowGap; inner++) {
      pixels.set(line, (row * rowHeight + inner) * width);
    }
  });
  return { width, height, pixels, palette: [PAPER, ...kinds.map(({ color }) => color)] };
}

/** The codes in the order in which they are painted, the last on top. */
function paintOrder(kinds: readonly KindColor[]): readonly number[] {
  const rank = { fine: 0, event: 1, failure: 2 };
  return kinds
    .map((kind, index) => ({ kind, code: index + 1 }))
    .sort((a, b) => rank[a.kind.role] - rank[b.kind.role] || b.kind.count - a.kind.count)
    .map(({ code }) => code);
}
