import type { VariantStanding } from '../../records/stress-event.ts';
import type { StressTally } from './tally.ts';
import { hazardRecord } from '../hazard-record.ts';

/** What each variant has come to, for the ticker. */
export function standingsOf({ variants }: StressTally): readonly VariantStanding[] {
  return [...variants].map(([name, { outcomes, exposure }]) => {
    const crashes = outcomes.crashed;
    const { hazard, interval } = hazardRecord({ crashes, exposure });
    return {
      name,
      trials: Object.values(outcomes).reduce((sum, count) => sum + count, 0),
      crashes,
      exposure,
      hazard: interval === null ? null : hazard,
      lower: interval?.lower ?? 0,
      upper: interval?.upper ?? 0,
    };
  });
}
