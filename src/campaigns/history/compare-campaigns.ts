import { findCampaign } from '../../records/campaign-folder.ts';
import {
  COMPARISON_SCHEMA,
  type ComparedCampaign,
  type ComparedVariant,
  type Comparison,
} from '../../records/comparison.ts';
import type { Night } from '../../records/night.ts';
import { EnvironmentError, UserError } from '../../system/errors.ts';
import { compareNights } from './compare-nights.ts';
import { deriveCampaign, nightKinds } from './derive-nights.ts';

/** The chance that any of the verdicts of a comparison is a false alarm. */
const ALARM = 0.05;

/**
 * Compares two campaigns, each named by its id, its beginning or its last part, or one variant of
 * each (`4f2a/optimized`). Of whole campaigns the variants that both have are compared, or the only
 * ones. Throws UserError for names that fit nothing or too much, EnvironmentError for damaged ones.
 */
export async function compareCampaigns(
  workspace: string,
  before: string,
  after: string,
): Promise<Comparison> {
  const [old, now] = [await nightsNamed(workspace, before), await nightsNamed(workspace, after)];
  const pairs = pairsOf(old, now);
  const [[first, later] = []] = pairs;
  if (first === undefined || later === undefined) {
    throw new UserError(
      `${before} and ${after} have no variant in common (${namesOf(old)}; ${namesOf(now)}): name one of each, such as ${old[0]?.campaign ?? before}/${old[0]?.variant ?? 'variant'}`,
    );
  }
  return {
    schema: COMPARISON_SCHEMA,
    before: sideOf(first),
    after: sideOf(later),
    alarm: ALARM,
    variants: pairs.map(([one, other]): ComparedVariant => ({
      variant: { before: one.variant, after: other.variant },
      ...compareNights(one, other, ALARM / pairs.length),
    })),
  };
}

type Pair = readonly [before: Night, after: Night];

function pairsOf(old: readonly Night[], now: readonly Night[]): readonly Pair[] {
  const [only, other] = [old[0], now[0]];
  if (old.length === 1 && now.length === 1 && only !== undefined && other !== undefined) {
    return [[only, other]];
  }
  return old.flatMap((one): readonly Pair[] => {
    const same = now.find(({ variant }) => variant === one.variant);
    return same === undefined ? [] : [[one, same]];
  });
}

async function nightsNamed(workspace: string, text: string): Promise<readonly Night[]> {
  const slash = text.indexOf('/');
  const [name, variant] =
    slash < 0 ? [text, undefined] : [text.slice(0, slash), text.slice(slash + 1)];
  const nights = await campaignNights(workspace, name);
  if (variant === undefined) return nights;
  const own = nights.filter((night) => night.variant === variant);
  if (own.length > 0) return own;
  throw new UserError(`${name} has no variant ${variant}: it has ${namesOf(nights)}`);
}

async function campaignNights(workspace: string, name: string): Promise<readonly Night[]> {
  const stress = await findCampaign(nightKinds.stress, workspace, name);
  const run = await findCampaign(nightKinds.run, workspace, name);
  if (stress !== null && run !== null) {
    throw new UserError(
      `${name} may be the stress run ${stress.id} or the run ${run.id} in ${workspace}: give more of its id`,
    );
  }
  const [kind, found] = stress === null ? (['run', run] as const) : (['stress', stress] as const);
  if (found === null) {
    throw new UserError(
      `no stress run or run ${name} in ${workspace}: winrepro history shows what there is; name another workspace with --workspace`,
    );
  }
  const { nights, problems } = await deriveCampaign(workspace, { kind, id: found.id }, '');
  const [problem] = problems;
  if (problem !== undefined) throw new EnvironmentError(problem);
  return nights;
}

function namesOf(nights: readonly Night[]): string {
  return nights.map(({ variant }) => variant).join(', ');
}

function sideOf({ campaign, kind, at, recipe, machine }: Night): ComparedCampaign {
  return { campaign, kind, at, recipe, machine };
}
