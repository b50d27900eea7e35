import type { Stop, StopPlace } from '../../../src/evidence/watch/stop.ts';

/** A stop for tests, at a height of the stack; `values` are what the debugger showed. */
export function makeStop(
  at: StopPlace,
  height: number,
  values: Readonly<Record<string, string | null>> = {},
  more: Partial<Stop> = {},
): Stop {
  const stackPointer = 0x7fff0000n - BigInt(height) * 16n + (at === 'after' ? 8n : 0n);
  return {
    at,
    thread: '0x1',
    stackPointer,
    returnsTo: at === 'entry' ? null : '0x401000',
    printed: null,
    values,
    ...more,
  };
}
