import type pc from 'picocolors';
import type { LiveLines } from './live-lines.ts';
import { duration } from './number-text.ts';
import { oneLine } from './printable.ts';

/** What every campaign of several rows says of their making, and notes. */
export type RowLineEvent =
  | { readonly type: 'note'; readonly message: string }
  | { readonly type: 'row-building'; readonly row: string; readonly step: string }
  | { readonly type: 'row-built'; readonly row: string; readonly seconds: number }
  | { readonly type: 'row-failed'; readonly row: string; readonly reason: string };

/** Draws it. */
export function drawRowLine(
  event: RowLineEvent,
  { line, redraw }: LiveLines,
  colors: ReturnType<typeof pc.createColors>,
): void {
  switch (event.type) {
    case 'note':
      line(colors.yellow(oneLine(event.message)));
      break;
    case 'row-building':
      redraw(`  ${event.row}: ${event.step} ...`);
      break;
    case 'row-built':
      line(colors.dim(`  ${event.row}: built (${duration(event.seconds)})`));
      break;
    case 'row-failed':
      line(colors.yellow(`  ${event.row}: cannot be tried: ${oneLine(event.reason)}`));
      break;
  }
}
