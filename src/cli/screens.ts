import pc from 'picocolors';
import type { Screen } from '../reporters/screen.ts';

/** Where progress and errors go: winrepro's stderr. */
export function traceScreen(quiet: boolean): Screen {
  return {
    live: process.stderr.isTTY && !quiet,
    // On Windows picocolors takes every stream for one that knows colours.
    colors:
      pc.isColorSupported &&
      (process.stderr.isTTY || 'CI' in process.env || 'FORCE_COLOR' in process.env),
    // A terminal without a size (`script`, some CI) says 0.
    columns: () => process.stderr.columns || 100,
    write(text) {
      if (!quiet) process.stderr.write(text);
    },
  };
}

/** Where results go: winrepro's stdout. */
export function resultScreen(): Screen {
  return {
    live: false,
    colors: pc.isColorSupported && process.stdout.isTTY,
    columns: () => process.stdout.columns || 100,
    write(text) {
      process.stdout.write(text);
    },
  };
}
