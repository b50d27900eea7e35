import type { Journal } from '../../records/journal.ts';
import type { TrialRecord } from '../../records/trial-record.ts';
import { nowIso } from '../../system/clock.ts';
import { stopRule } from '../stop-rule.ts';
import type { StressTools } from './stress-tools.ts';
import type { StressTally } from './tally.ts';

/** Gives up a variant whose set-up is at fault. */
export interface RowFailures {
  look(trial: TrialRecord): void;
  /** The last trial of a variant failed: another may give it up. */
  near(): boolean;
  /** Why the last one was given up; null while none was. */
  last(): string | null;
}

/** The trials of a variant that its stop rule looks at. */
const RECENT = 3;

export function createFailures(
  { append, tally }: { readonly append: Journal['append']; readonly tally: StressTally },
  tools: Pick<StressTools, 'emit'>,
): RowFailures {
  const recent = new Map<string, readonly TrialRecord[]>();
  let last: string | null = null;
  return {
    look(trial) {
      const { variant } = trial;
      // A worker of a fleet judges its own trials, and leaves when its set-up is at fault.
      if (trial.worker !== undefined) return;
      const own = [...(recent.get(variant) ?? []), trial].slice(-RECENT);
      recent.set(variant, own);
      const decision = stopRule(own, false);
      if (decision.kind !== 'set-up-failed' || tally.failed.has(variant)) return;
      last = decision.reason;
      append({ type: 'row-failed', at: nowIso(), row: variant, reason: decision.reason });
      tools.emit({ type: 'row-failed', row: variant, reason: decision.reason });
    },
    near: () => [...recent.values()].some((trials) => trials.at(-1)?.outcome === 'failed'),
    last: () => last,
  };
}
