import type { TimelinePicture } from '../../records/timeline.ts';
import {
  codesOfRole,
  OUTSIDE,
  positionsOf,
  type EventSequence,
} from '../../statistics/events/event-sequence.ts';

/** More rows than this are finer than a screen. */
const MOST_ROWS = 2000;
const REACHES = [25, 50, 100, 250, 500, 1000, 2500, 5000, 10_000] as const;
/** The reach is at least so many times the mean distance between events, if one is. */
const SPACINGS = 4;

/** The events around each failure, or around 2,000 of them, evenly spread. */
export function timelinePicture(sequence: EventSequence, wanted: number | null): TimelinePicture {
  const positions = positionsOf(sequence, codesOfRole(sequence, 'failure'));
  const reach = wanted ?? usualReach(sequence);
  const shown = Math.min(MOST_ROWS, positions.length);
  const rows = Array.from({ length: shown }, (_, row) => {
    const index = Math.floor((row * positions.length) / shown);
    return around(sequence.codes, positions[index] ?? 0, reach);
  });
  return { reach, rows, failures: positions.length };
}

/** Wide enough for the events before the failures to be seen, where they come at any rate. */
function usualReach(sequence: EventSequence): number {
  const isEvent = codesOfRole(sequence, 'event');
  let events = 0;
  for (const code of sequence.codes) events += isEvent[code] ?? 0;
  const spacing = events === 0 ? 0 : sequence.codes.length / events;
  return REACHES.find((reach) => reach >= SPACINGS * spacing) ?? REACHES[REACHES.length - 1] ?? 0;
}

/** The codes around a place, up to the ends of its trial. */
function around(codes: Uint8Array, place: number, reach: number): Uint8Array {
  const row = new Uint8Array(2 * reach + 1);
  for (const step of [-1, 1]) {
    for (let offset = 0; offset <= reach; offset++) {
      const code = codes[place + step * offset] ?? OUTSIDE;
      if (code === OUTSIDE) break;
      row[reach + step * offset] = code;
    }
  }
  return row;
}
