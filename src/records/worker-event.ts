import type { TrialRecord } from './trial-record.ts';

/** What happens in a worker of a fleet, as reporters hear of it. */
export type WorkerEvent =
  | {
      readonly type: 'worker-started';
      readonly name: string;
      readonly address: string;
      readonly slots: number;
    }
  | { readonly type: 'note'; readonly message: string }
  | {
      readonly type: 'campaign-joined';
      readonly campaign: string;
      readonly recipe: string;
      readonly variants: readonly string[];
    }
  | { readonly type: 'campaign-refused'; readonly campaign: string; readonly reason: string }
  | { readonly type: 'campaign-left'; readonly campaign: string; readonly trials: number }
  | { readonly type: 'row-building'; readonly row: string; readonly step: string }
  | { readonly type: 'row-built'; readonly row: string; readonly seconds: number }
  | { readonly type: 'trial-ended'; readonly trial: TrialRecord };
