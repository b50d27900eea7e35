import {
  NIGHT_VERDICT_SCHEMA,
  type Night,
  type NightReport,
  type NightVerdict,
  type RateChange,
} from '../../records/night.ts';
import { UserError } from '../../system/errors.ts';
import { holdAgainst, requirementFor } from './compare-nights.ts';

export interface JudgeOptions {
  /** At most so many earlier nights. */
  readonly baseline: number;
  /** The chance of a false alarm in a night, all variants together. */
  readonly alarm: number;
}

const DEFAULT: JudgeOptions = { baseline: 7, alarm: 0.01 };

/**
 * The verdict on each variant of a campaign against the nights before it, and on all. The alarm is
 * split over the variants (Bonferroni), so that twelve of them ring no more often than one.
 *
 * @param nights of the workspace, the newest first
 * @throws UserError when the campaign is not among them
 */
export function judgeCampaign(
  nights: readonly Night[],
  campaign: string,
  { baseline, alarm }: JudgeOptions = DEFAULT,
): NightReport {
  const own = nights.filter((night) => night.campaign === campaign);
  const [first] = own;
  if (first === undefined) {
    throw new UserError(
      `there is no night of ${campaign}: winrepro history shows those that there are`,
    );
  }
  const variants = own.map((night): NightVerdict => {
    const earlier = baselineOf(nights, night).slice(0, baseline);
    const many = earlier.length === 1 ? 'the night before' : `the ${earlier.length} nights before`;
    const change = holdAgainst(earlier, night, {
      requirement: requirementFor(alarm, own.length),
      words: { after: 'tonight', before: `in ${many}` },
    });
    return {
      variant: night.variant,
      ...change,
      reason: change.reason + repeatedWords(nights, night),
      baseline: earlier.map(({ campaign: id }) => id),
    };
  });
  return {
    schema: NIGHT_VERDICT_SCHEMA,
    campaign,
    recipe: first.recipe,
    at: first.at,
    machine: first.machine,
    verdict: worstOf(variants),
    variants,
  };
}

/** The verdict on a campaign, or null when it is not among the nights. */
export function verdictOn(nights: readonly Night[], campaign: string): NightReport | null {
  const isThere = nights.some((night) => night.campaign === campaign);
  return isThere ? judgeCampaign(nights, campaign) : null;
}

/**
 * The earlier nights that a night can be held against, in the order given. Runs and stress runs are
 * not held against each other: a run stops at its first crash as a rule, and the rate of a watching
 * that ended with a crash is too high. Nights of the same build and seeds are left out.
 */
export function baselineOf(nights: readonly Night[], night: Night): readonly Night[] {
  return nights.filter(
    (other) =>
      isEarlier(other, night) &&
      other.platform === night.platform &&
      other.watch === night.watch &&
      other.state !== 'failed' &&
      other.hazard.exposure > 0 &&
      !repeats(other, night),
  );
}

/** Whether it is one of another campaign of this kind, before it, of the same variant. */
function isEarlier(other: Night, night: Night): boolean {
  return (
    other.at < night.at &&
    other.campaign !== night.campaign &&
    other.kind === night.kind &&
    other.recipe === night.recipe &&
    other.variant === night.variant
  );
}

/** Trials of one build with one seed are the same trials again: they are no second witness. */
function repeats(other: Night, night: Night): boolean {
  const [a, b] = [other.seeds, night.seeds];
  return (
    a !== null &&
    b !== null &&
    a.first <= b.last &&
    b.first <= a.last &&
    other.builds.some((build) => night.builds.includes(build))
  );
}

/** How many earlier nights were left out because they had the same trials, in words. */
function repeatedWords(nights: readonly Night[], night: Night): string {
  const left = nights.filter((other) => isEarlier(other, night) && repeats(other, night)).length;
  if (left === 0) return '';
  const many = left === 1 ? 'an earlier night is' : `${left} earlier nights are`;
  return `; ${many} left out, of the same build and seeds: their trials are the same, so give each night another --seed`;
}

/** What needs a look first. */
const order: readonly RateChange['kind'][] = ['worse', 'cannot-tell', 'better', 'same'];

/**
 * `cannot-tell` comes before `better`: who reads only this word must not take a night for good in which
 * one variant may be worse. A variant that crashed neither tonight nor before, such as a negative
 * control, can never be told and says nothing new: it does not count where others do.
 */
function worstOf(variants: readonly NightVerdict[]): RateChange['kind'] {
  const loud = variants.filter(({ before, after }) => after.crashes + (before?.crashes ?? 0) > 0);
  const counted = loud.length === 0 ? variants : loud;
  return order.find((kind) => counted.some((one) => one.kind === kind)) ?? 'cannot-tell';
}
