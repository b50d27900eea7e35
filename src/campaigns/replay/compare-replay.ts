import type { ExportKind } from '../../records/export-manifest.ts';
import type { Night } from '../../records/night.ts';
import {
  REPLAY_SCHEMA,
  type ReplayedTrials,
  type ReplayedVariant,
  type ReplayResult,
  type ReplayVerdict,
} from '../../records/replay-result.ts';
import type { Provenance } from '../../records/provenance.ts';
import { runFolder } from '../../records/run-folder.ts';
import { stressFolder } from '../../records/stress-folder.ts';
import { provenancesOf } from '../export/provenances.ts';
import { compareNights } from '../history/compare-nights.ts';
import { nightOfRun } from '../history/derive-run.ts';
import { nightsOfStress } from '../history/derive-stress.ts';
import { compareBuilds } from './compare-builds.ts';
import { compareTrials } from './compare-trials.ts';
import { judgeReplay } from './replay-verdict.ts';

/** A campaign in a workspace; an unpacked archive is one. */
export interface Side {
  readonly workspace: string;
  readonly id: string;
}

export interface ReplayToCompare {
  readonly kind: Extract<ExportKind, 'run' | 'stress'>;
  readonly recipe: string;
  readonly exported: Side;
  readonly replayed: Side;
  readonly sameSeeds: boolean;
  /** The version of winrepro that compares. */
  readonly version: string;
}

/** Holds a replay against its archive, from the files of both. Throws EnvironmentError. */
export async function compareReplay(asked: ReplayToCompare): Promise<ReplayResult> {
  const { kind, recipe, exported, replayed, sameSeeds, version } = asked;
  const [there, here] = [await readSide(kind, exported), await readSide(kind, replayed)];
  const trials = compareTrials(there.journal, here.journal);
  const variants = here.nights.map((night) => compareVariant(night, there, here, trials));
  return {
    schema: REPLAY_SCHEMA,
    winrepro: version,
    kind,
    recipe,
    exported: exported.id,
    replayed: replayed.id,
    workspace: replayed.workspace,
    sameSeeds,
    verdict: worstOf(variants.map(({ verdict }) => verdict)),
    variants,
  };
}

interface ReadSide {
  readonly nights: readonly Night[];
  readonly provenances: readonly Provenance[];
  readonly journal: string;
}

async function readSide(kind: 'run' | 'stress', { workspace, id }: Side): Promise<ReadSide> {
  const folder = kind === 'run' ? runFolder(workspace, id) : stressFolder(workspace, id);
  const nights =
    kind === 'run'
      ? [await nightOfRun(runFolder(workspace, id))]
      : (await nightsOfStress(stressFolder(workspace, id))).nights;
  const provenances = (await provenancesOf(kind, folder)).map(({ provenance }) => provenance);
  return { nights, provenances, journal: folder.journal };
}

const NO_TRIALS: ReplayedTrials = { seeded: 0, same: 0, different: [] };

function compareVariant(
  night: Night,
  there: ReadSide,
  here: ReadSide,
  trials: ReadonlyMap<string, ReplayedTrials>,
): ReplayedVariant {
  const { variant } = night;
  const before = there.nights.find((one) => one.variant === variant);
  const own = ({ provenances }: ReadSide): readonly Provenance[] =>
    provenances.filter((one) => one.variant === variant);
  const build = compareBuilds(own(there), own(here)[0] ?? null);
  const common = {
    variant,
    exported: { verdict: wordOf(before) },
    replayed: { verdict: wordOf(night) },
    build,
    trials: trials.get(variant) ?? NO_TRIALS,
  };
  if (before === undefined) {
    const reason = 'the archive has no such variant';
    return { ...common, verdict: 'cannot-tell', reason, rate: null, changed: [] };
  }
  const change = compareNights(before, night);
  const { kind, reason, ratio, changed } = change;
  return {
    ...common,
    ...judgeReplay({ exported: before, replayed: night, build: build.kind, rate: kind }),
    rate: { kind, reason, before: change.before, after: change.after, ratio },
    changed: changed.filter(({ key }) => key !== 'machine'),
  };
}

function wordOf(night: Night | undefined): 'crashes' | 'inconclusive' {
  return night !== undefined && night.crashed > 0 ? 'crashes' : 'inconclusive';
}

const order: readonly ReplayVerdict[] = ['differs', 'cannot-tell', 'same'];

function worstOf(verdicts: readonly ReplayVerdict[]): ReplayVerdict {
  return order.find((kind) => verdicts.includes(kind)) ?? 'cannot-tell';
}
