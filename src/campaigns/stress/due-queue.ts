import type { StressRecord } from '../../records/stress-record.ts';
import type { StressTally } from './tally.ts';
import { dueTrials, type DueTrial } from './trial-ids.ts';

/** The trials that are still to be run, in their order. */
export interface DueQueue {
  /** Null when none is left. */
  next(): DueTrial | null;
  isEmpty(): boolean;
}

/** What the journal does not hold yet, of variants that can be tried. */
export function createDueQueue({ options, variants }: StressRecord, tally: StressTally): DueQueue {
  const names = variants.map(({ name }) => name);
  const due = dueTrials({ ...options, variants: names });
  let empty = false;
  return {
    next() {
      // Without a variant that can be tried an endless run would be searched for ever.
      while (!empty && names.some((name) => !tally.failed.has(name))) {
        const found = due.next();
        if (found.done === true) empty = true;
        else if (!tally.has(found.value.id) && !tally.failed.has(found.value.variant)) {
          return found.value;
        }
      }
      return null;
    },
    isEmpty: () => empty,
  };
}
