import type { MatrixResult } from './matrix-result.ts';
import type { TrialRecord } from './trial-record.ts';

/** What happens in a matrix, as reporters hear of it. */
export type MatrixEvent =
  | {
      readonly type: 'matrix-started';
      readonly matrix: string;
      readonly recipe: string;
      readonly title: string;
      readonly control: string;
      readonly rows: number;
      /** Trials that an earlier session has already journaled. */
      readonly journaled: number;
    }
  | { readonly type: 'note'; readonly message: string }
  | { readonly type: 'row-building'; readonly row: string; readonly step: string }
  | { readonly type: 'row-built'; readonly row: string; readonly seconds: number }
  | { readonly type: 'row-failed'; readonly row: string; readonly reason: string }
  | { readonly type: 'trial-ended'; readonly trial: TrialRecord }
  | {
      readonly type: 'verdict';
      readonly row: string;
      readonly verdict: string;
      /** Rows that have no verdict yet. */
      readonly open: number;
    }
  | { readonly type: 'matrix-ended'; readonly result: MatrixResult };
