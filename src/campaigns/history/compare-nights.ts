import type { Night, RateChange } from '../../records/night.ts';
import { judgeNight, type NightRequirement } from '../../statistics/night-verdict.ts';
import { hazardRecord, pooled } from '../hazard-record.ts';
import { changesBetween, signatureNews } from './night-changes.ts';
import { dispersionOf, reasonText, type NightWords } from './night-reason.ts';

/** Rates within a factor of two of each other are the same: facts search-under-noise 5.1, rho .5. */
const MARGIN = 2;

/** A question that is asked once and on purpose; a nightly one is asked of every night. */
const ALARM = 0.05;

/**
 * What two nights say of the rate, at 95 % in all unless `alarm` says otherwise. Two nights cannot
 * show how nights vary: the answer holds if they do not beyond chance, and says so.
 */
export function compareNights(before: Night, after: Night, alarm = ALARM): RateChange {
  return holdAgainst([before], after, {
    requirement: { alarm, margin: MARGIN },
    words: { after: 'after', before: 'before' },
  });
}

/** A night against several earlier ones, the newest first; the newest also for what changed. */
export function holdAgainst(
  earlier: readonly Night[],
  night: Night,
  how: { readonly requirement: NightRequirement; readonly words: NightWords },
): RateChange {
  const judged = judgeNight(
    { night: night.hazard, baseline: earlier.map(({ hazard }) => hazard) },
    how.requirement,
  );
  const before = pooled(earlier);
  const { kind, ratio, lower, upper } = judged;
  const [newest] = earlier;
  return {
    kind,
    reason: reasonText({ after: night.hazard, before, judged, words: how.words }),
    before: newest === undefined ? null : hazardRecord(before),
    after: night.hazard,
    ratio:
      ratio === null ? null : { value: ratio, lower, upper, confidence: 1 - how.requirement.alarm },
    dispersion: dispersionOf(judged.dispersion),
    ...signatureNews(earlier, night),
    changed: newest === undefined ? [] : changesBetween(newest, night),
  };
}

/** The alarm and the margin of a verdict on one of several variants, of which each may be wrong. */
export function requirementFor(alarm: number, variants: number): NightRequirement {
  return { alarm: alarm / Math.max(1, variants), margin: MARGIN };
}
