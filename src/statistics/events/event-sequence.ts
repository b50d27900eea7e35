/** The code of no event: before a trial and after it. */
export const OUTSIDE = 0;

/**
 * So many codes OUTSIDE stand before the first trial, between two and behind the last, so that a
 * window around an event never reaches into another trial. No lag may be longer.
 */
export const PADDING = 64;

/**
 * `fine` and `failure` are how a call ended; an `event` is what happened between two calls or in
 * one, such as a collection.
 */
export type EventRole = 'event' | 'fine' | 'failure';

export interface EventKind {
  readonly name: string;
  readonly role: EventRole;
}

/** What happened in one trial or in several, one after the other: a byte an event. */
export interface EventSequence {
  /** Code c stands for `kinds[c - 1]`, OUTSIDE for nothing; with PADDING on all sides. */
  readonly codes: Uint8Array;
  readonly kinds: readonly EventKind[];
}

/** A table of 256 flags: whether a code is of one of the roles. */
export function codesOfRole({ kinds }: EventSequence, ...roles: readonly EventRole[]): Uint8Array {
  const table = new Uint8Array(256);
  kinds.forEach(({ role }, index) => {
    if (roles.includes(role)) table[index + 1] = 1;
  });
  return table;
}

/** How often each code stands in the sequence, by code; OUTSIDE is not counted. */
export function countCodes({ codes, kinds }: EventSequence): readonly number[] {
  const counts = new Float64Array(256);
  for (const code of codes) counts[code] = (counts[code] ?? 0) + 1;
  counts[OUTSIDE] = 0;
  return [...counts.subarray(0, kinds.length + 1)];
}

/** Where the codes of a table stand in the sequence. */
export function positionsOf({ codes }: EventSequence, table: Uint8Array): Uint32Array {
  let size = 0;
  for (const code of codes) size += table[code] ?? 0;
  const positions = new Uint32Array(size);
  let next = 0;
  for (let at = 0; at < codes.length; at++) {
    if (table[codes[at] ?? OUTSIDE] === 1) positions[next++] = at;
  }
  return positions;
}
