import type { BisectionRecord } from '../../records/bisection-record.ts';
import type { SearchBegan } from '../../records/journal-entry.ts';
import type { TrialRecord } from '../../records/trial-record.ts';
import type { Search } from '../../search/search.ts';
import { clearExposure } from '../../statistics/t-clear.ts';
import type { Assessment } from '../matrix/assessment.ts';
import { comparableSignature } from '../matrix/comparable-signature.ts';
import { rowOf } from './row.ts';

/** What a search is told of trials. */
export interface Feed {
  add(trial: TrialRecord): void;
  /** A row that crashed once where once is not enough; null for none. */
  lone(): string | null;
}

/**
 * Tells a search of trials. Where one crash is not enough (the control showed several signatures, or
 * crashed too early), the first one waits: a second makes both a crash; as much clean exposure as
 * clears a row makes it a chance event of another kind.
 */
export function createFeed(
  search: Search<unknown>,
  { control }: Assessment,
  { options }: BisectionRecord,
  began: SearchBegan,
): Feed {
  const signature = control?.signature ?? null;
  const doubtful = (control?.doubts.length ?? 0) > 0;
  const enough = clearExposure(began, { beta: options.delta, rho: options.rho });
  const crashedOnce = new Set<string>();
  let waiting: { readonly row: string; exposure: number } | null = null;
  const tell = (row: string, exposure: number, crashed: boolean): void => {
    search.observe({ type: 'trial', ...rowOf(row), exposure, crashed });
  };
  return {
    lone: () => waiting?.row ?? null,
    add({ variant: row, outcome, signature: own, exposure: { iterations } }) {
      // Each may be the crash in another coat, so it is no evidence at all.
      if (outcome === 'hung' || outcome === 'failed') return;
      const crashed =
        outcome === 'crashed' &&
        own !== null &&
        signature !== null &&
        comparableSignature(own, signature) === signature;
      if (crashed && (!doubtful || crashedOnce.has(row))) {
        tell(row, iterations + (waiting?.exposure ?? 0), true);
        waiting = null;
      } else if (crashed) {
        crashedOnce.add(row);
        waiting = { row, exposure: iterations };
      } else if (waiting?.row === row) {
        waiting.exposure += iterations;
        if (waiting.exposure < enough) return;
        tell(row, waiting.exposure, false);
        waiting = null;
      } else {
        tell(row, iterations, false);
      }
    },
  };
}
