import { readEvent } from '../cdb/event.ts';
import { readCallSite } from '../cdb/call-site.ts';
import type { Remark } from './stop.ts';

/**
 * Reads what cdb says when the program has stopped for good: `.lastevent`, `ln @rip`, `u @rip L1`. An
 * exception of the second chance is one that nobody handled, and its code the one that the process dies of.
 */
export function readCdbEvent(lines: readonly string[]): readonly (Remark | null)[] {
  const event = readEvent(lines);
  if (event.kind === 'exit') return [{ kind: 'end', exitCode: event.code, signal: null }];
  if (event.kind === 'unknown') return [null];
  const code = `0x${event.code.toString(16).toUpperCase().padStart(8, '0')}`;
  // `(00007ff6`91d81000)   control!find_array_prepare+0x7   |  (00007ff6`91d81100)   control!main`
  const [, place = ''] =
    lines.map((line) => /^\([0-9a-f`]+\)\s+(\S.*?)(?:\s+\||$)/i.exec(line)).find(Boolean) ?? [];
  const fault: Remark = {
    kind: 'fault',
    signal: code,
    function: readCallSite(place).function ?? '?',
    text: place,
  };
  return [fault, { kind: 'end', exitCode: event.code, signal: null }];
}
