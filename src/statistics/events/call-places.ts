import { codesOfRole, OUTSIDE, type EventSequence } from './event-sequence.ts';

/** A place is kept of every so many calls; the others are found from there. */
const STRIDE = 32;

export interface CallPlaces {
  /** How many places there are in the sequence, calls or not. */
  readonly events: number;
  readonly isCall: (position: number) => boolean;
  /** How many calls there are. */
  readonly calls: number;
  /** The ranks of those that failed, in order: the how manieth call it is, from 0. */
  readonly failures: Uint32Array;
  /** Where in the sequence the call of a rank stands. */
  readonly positionOf: (rank: number) => number;
}

/** The calls of a sequence by their rank, in an eighth of a byte a call. */
export function createCallPlaces(sequence: EventSequence): CallPlaces {
  const { codes } = sequence;
  const isCall = codesOfRole(sequence, 'fine', 'failure');
  const isFailure = codesOfRole(sequence, 'failure');
  let [calls, failed] = [0, 0];
  for (const code of codes) {
    calls += isCall[code] ?? 0;
    failed += isFailure[code] ?? 0;
  }
  const kept = new Uint32Array(Math.ceil(calls / STRIDE));
  const failures = new Uint32Array(failed);
  let [rank, next] = [0, 0];
  for (let at = 0; at < codes.length; at++) {
    const code = codes[at] ?? OUTSIDE;
    if (isCall[code] !== 1) continue;
    if (rank % STRIDE === 0) kept[rank / STRIDE] = at;
    if (isFailure[code] === 1) failures[next++] = rank;
    rank += 1;
  }
  return {
    events: codes.length,
    isCall: (position) => isCall[codes[position] ?? OUTSIDE] === 1,
    calls,
    failures,
    positionOf(wanted) {
      let at = kept[Math.floor(wanted / STRIDE)] ?? 0;
      for (let left = wanted % STRIDE; left > 0;) {
        at += 1;
        left -= isCall[codes[at] ?? OUTSIDE] ?? 0;
        if (at >= codes.length) throw new RangeError(`there is no call ${wanted}`);
      }
      return at;
    },
  };
}
