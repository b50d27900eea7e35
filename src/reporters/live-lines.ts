import type { Screen } from './screen.ts';

/** Lines that stay, and one that is drawn over, for progress on a screen. */
export interface LiveLines {
  readonly line: (text: string) => void;
  /** Only on a terminal; the next line or drawing takes its place. */
  readonly redraw: (text: string) => void;
}

/** A screen on which nothing is drawn yet. */
export function createLiveLines(screen: Screen): LiveLines {
  let drawn = false;
  return {
    line(text) {
      if (drawn) screen.write('\r\u001B[K');
      drawn = false;
      screen.write(`${text}\n`);
    },
    redraw(text) {
      if (!screen.live) return;
      screen.write(`\r\u001B[K${text.slice(0, Math.max(20, screen.columns() - 1))}`);
      drawn = true;
    },
  };
}
