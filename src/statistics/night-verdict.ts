import { checkRate, type Interval, type Rate } from './hazard.ts';
import { nightDispersion, type NightDispersion } from './night-dispersion.ts';
import { compareRates, compareSpreadRates, type RateComparison } from './rate-comparison.ts';
import { missProbability } from './t-clear.ts';

/** What may be wrong with a verdict on a night. */
export interface NightRequirement {
  /** The chance that a night like the others is called better or worse. */
  readonly alarm: number;
  /** Rates within this factor of each other, either way, are the same. */
  readonly margin: number;
}

/** Why nothing can be said of a night, or not everything. */
export type NightReason =
  /** No earlier night has exposure. */
  | 'no-baseline'
  /** The night itself has none. */
  | 'no-exposure'
  /** So few crashes are expected in a night that none at all would be no news. */
  | 'too-few-crashes'
  /** A constant rate would be told from this one; rates that vary as the earlier nights' do, not. */
  | 'nights-vary'
  /** The interval holds 1, and a ratio of more than the margin. */
  | 'interval-holds-1-and-more-than-margin'
  /** Too few nights to tell how nights differ: what is said holds if the rate is constant. */
  | 'spread-unknown';

/** A night against earlier ones; ratios are those of crashes per exposure, the night's over theirs. */
export interface NightVerdict extends Interval {
  readonly kind: 'better' | 'worse' | 'same' | 'cannot-tell';
  readonly reasons: readonly NightReason[];
  /** Null when nothing can be compared; Infinity when no earlier night crashed. */
  readonly ratio: number | null;
  readonly pValue: number;
  /** The earlier nights among themselves; null for fewer than three, or without a crash. */
  readonly dispersion: NightDispersion | null;
  /** The comparison as if every night had the same rate; null when nothing can be compared. */
  readonly constant: RateComparison | null;
  readonly requirement: NightRequirement;
}

const DEFAULT: NightRequirement = { alarm: 0.01, margin: 2 };

/**
 * Whether a night is drawn from the same nights as the earlier ones. The interval of the ratio, at
 * 1 - alarm, is the exact one of two Poisson rates (`compareRates`), widened by the largest spread
 * between nights that the earlier ones allow (`nightDispersion`): a night then varies by that
 * relative variance s, and the mean of the earlier ones by s times the sum of their squared shares of the
 * exposure (`compareSpreadRates`, a predictive law of the negative binomial kind). Above 1: worse.
 * Below 1: better. Inside [1 / margin, margin]: same, from
 * three earlier nights on. With a constant rate no alarm is false more
 * often than `alarm` says. Throws RangeError for rates or requirements that cannot be.
 */
export function judgeNight(
  { night, baseline }: { readonly night: Rate; readonly baseline: readonly Rate[] },
  requirement: NightRequirement = DEFAULT,
): NightVerdict {
  check(requirement);
  checkRate(night);
  const dispersion = nightDispersion(baseline);
  const watched = baseline.filter(({ exposure }) => exposure > 0);
  const pair = { before: pool(watched), after: night };
  const confidence = 1 - requirement.alarm;
  const constant = compareRates(pair, confidence);
  const spread = dispersion?.upperSpread ?? 0;
  const widened = compareSpreadRates(pair, confidence, {
    before: spread * squaredShares(watched, pair.before.exposure),
    after: spread,
  });
  const found = kindOf(widened, requirement);
  // One quiet pair of nights that vary by nature would pass for the same.
  const kind = found === 'same' && dispersion === null ? 'cannot-tell' : found;
  return {
    kind,
    reasons: reasonsOf({ pair, kind, constant, dispersion, requirement }),
    ratio: widened?.ratio ?? null,
    lower: widened?.lower ?? 0,
    upper: widened?.upper ?? Infinity,
    pValue: widened?.pValue ?? 1,
    dispersion,
    constant,
    requirement,
  };
}

function pool(nights: readonly Rate[]): Rate {
  return nights.reduce(
    (sum, { crashes, exposure }) => ({
      crashes: sum.crashes + crashes,
      exposure: sum.exposure + exposure,
    }),
    { crashes: 0, exposure: 0 },
  );
}

function squaredShares(nights: readonly Rate[], total: number): number {
  return nights.reduce((sum, { exposure }) => sum + (exposure / total) ** 2, 0);
}

function kindOf(found: Interval | null, { margin }: NightRequirement): NightVerdict['kind'] {
  if (found === null) return 'cannot-tell';
  if (found.lower > 1) return 'worse';
  if (found.upper < 1) return 'better';
  return found.lower >= 1 / margin && found.upper <= margin ? 'same' : 'cannot-tell';
}

interface Judged extends Pick<NightVerdict, 'kind' | 'constant' | 'dispersion' | 'requirement'> {
  readonly pair: Record<'before' | 'after', Rate>;
}

function reasonsOf(judged: Judged): readonly NightReason[] {
  const { before, after } = judged.pair;
  if (before.exposure === 0) return ['no-baseline'];
  if (after.exposure === 0) return ['no-exposure'];
  const isOpen = judged.kind === 'cannot-tell';
  if (judged.dispersion !== null) return isOpen ? [openReason(judged)] : [];
  const isHeldBack = kindOf(judged.constant, judged.requirement) === 'same';
  return isOpen && !isHeldBack ? [openReason(judged), 'spread-unknown'] : ['spread-unknown'];
}

function openReason({ pair, constant, requirement }: Judged): NightReason {
  if (kindOf(constant, requirement) !== 'cannot-tell') return 'nights-vary';
  const silence = missProbability(pair.before, { crashes: 0, exposure: pair.after.exposure }, 1);
  return silence > requirement.alarm / 2
    ? 'too-few-crashes'
    : 'interval-holds-1-and-more-than-margin';
}

function check({ alarm, margin }: NightRequirement): void {
  if (!(alarm > 0 && alarm < 1)) {
    throw new RangeError(`alarm must lie between 0 and 1, not be ${alarm}`);
  }
  if (!(margin > 1)) throw new RangeError(`margin must be above 1, not ${margin}`);
}
