import type { TraceObservation } from '../records/trial-record.ts';
import { compileLinePattern } from './line-pattern.ts';
import { isFinishedPointer, isNullPointer, withoutAddresses } from './pointer.ts';

export interface TraceWatch {
  /** Reads one line; `whole` is false when the line may go on. True when it is a trace line. */
  observe(text: string, whole: boolean, iteration: number | null): boolean;
  observation(): TraceObservation;
  /** The groups of the last trace line without addresses, `34 ptr 45 NULL`; null before one. */
  template(): string | null;
}

/**
 * Counts trace lines and those with a NULL pointer in a group. Lines with NULL are recorded even
 * when the process lives on: the value was lost, whether or not anything died of it.
 */
export function createTraceWatch(source: string): TraceWatch {
  const pattern = compileLinePattern(source);
  const patternWithIndices = new RegExp(source, 'du');
  let count = 0;
  let nullCount = 0;
  let firstNull: TraceObservation['firstNull'] = null;
  let last: string | null = null;
  let lastGroups: readonly (string | undefined)[] = [];

  return {
    observe(text, whole, iteration) {
      const match = pattern.exec(text);
      if (match === null) return false;
      const groups = whole ? match.slice(1) : trustedGroups(patternWithIndices, text);
      count += 1;
      last = text;
      lastGroups = groups;
      if (groups.some((group) => group !== undefined && isNullPointer(group))) {
        nullCount += 1;
        firstNull ??= { iteration, text };
      }
      return true;
    },
    observation: () => ({ count, nullCount, firstNull, last }),
    template() {
      if (last === null) return null;
      return withoutAddresses(lastGroups.filter((group) => group !== undefined).join(' '));
    },
  };
}

/** The groups of a line that was cut off: one that touches the cut may have been longer. */
function trustedGroups(pattern: RegExp, text: string): readonly (string | undefined)[] {
  const match = pattern.exec(text);
  const ends = match?.indices
    ?.slice(1)
    .map((span: readonly [number, number] | undefined) => span?.[1]);
  return (match?.slice(1) ?? []).filter(
    (group, index) => ends?.[index] !== text.length || isFinishedPointer(group),
  );
}
