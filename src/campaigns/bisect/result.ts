import type { BisectionRecord } from '../../records/bisection-record.ts';
import {
  BISECTION_RESULT_SCHEMA,
  type BisectionResult,
  type CandidateResult,
} from '../../records/bisection-result.ts';
import type { CampaignFolder } from '../../records/campaign-folder.ts';
import { readJournal, type JournalReading } from '../../records/journal.ts';
import type { TrialRecord } from '../../records/trial-record.ts';
import { controlResult, stateOf } from '../matrix/result.ts';
import { comparableSignature } from '../matrix/comparable-signature.ts';
import { resumeCommand } from '../shown-commands.ts';
import { answerOf } from './answer.ts';
import { labelOf } from './labels.ts';
import { nextStep } from './next-step.ts';
import { standingOf, type Standing } from './standing.ts';

/** Computes the result of a bisection anew from the files in its folder. Throws EnvironmentError. */
export function bisectionResultOf(
  record: BisectionRecord,
  folder: CampaignFolder,
  version: string,
): BisectionResult {
  return buildBisectionResult(record, readJournal(folder.journal), version);
}

/** The result, from what was asked for and what was journaled, and nothing else. */
export function buildBisectionResult(
  record: BisectionRecord,
  journal: JournalReading,
  version: string,
): BisectionResult {
  const standing = standingOf(record, journal.entries).now();
  const { assessment, began, search, trials } = standing;
  const { state, reason } = stateOf(journal);
  const builds = [...standing.builds.values()];
  return {
    schema: BISECTION_RESULT_SCHEMA,
    winrepro: version,
    bisection: record.id,
    recipe: record.recipe.name,
    title: record.title,
    variant: record.variant,
    axis: record.axis,
    elements: record.elements,
    state,
    conclusion: state === 'finished' ? conclusionOf(record, standing) : null,
    reason,
    delta: record.options.delta,
    rho: record.options.rho,
    seed: record.options.seed,
    control: controlResult(record.variant, assessment, {
      beta: record.options.delta,
      rho: record.options.rho,
    }),
    yardstick: began && {
      crashes: began.crashes,
      exposure: began.exposure,
      buildCost: began.build,
      startupCost: began.startup,
      masked: began.masked,
      layouts: began.layouts,
    },
    answer: search === null ? null : answerOf(record, search.answer()),
    candidates: candidatesOf(record, standing),
    tainted: assessment.tainted.size,
    totals: {
      trials: trials.length,
      builds: builds.length,
      iterations: sum(trials.map(({ exposure }) => exposure.iterations)),
      seconds: sum(trials.map(({ seconds }) => seconds)),
      buildSeconds: sum(builds.map(({ seconds }) => seconds)),
    },
    journal: { torn: journal.torn, corrupt: journal.corrupt, duplicates: journal.duplicates },
    resume: state === 'finished' ? null : resumeCommand(record),
  };
}

/** It is over, so no more can be spent. */
function conclusionOf(
  record: BisectionRecord,
  standing: Standing,
): NonNullable<BisectionResult['conclusion']> {
  const step = nextStep(record, standing, { budgetSpent: false, secondsSinceControl: 0 });
  if (step.kind === 'end') return step.end.kind;
  return 'undecided';
}

function candidatesOf(
  record: BisectionRecord,
  { trials, builds, failed, assessment }: Standing,
): readonly CandidateResult[] {
  const signature = assessment.control?.signature ?? null;
  const isCrash = (trial: TrialRecord): boolean =>
    trial.outcome === 'crashed' &&
    trial.signature !== null &&
    signature !== null &&
    comparableSignature(trial.signature, signature) === signature;
  const rows = new Set([...builds.keys(), ...failed.keys(), ...trials.map((one) => one.variant)]);
  const first = new Map<string, string>();
  for (const { row, sha256 } of builds.values()) {
    if (sha256 !== null && !first.has(sha256)) first.set(sha256, row);
  }
  return [...rows].map((row) => {
    const own = trials.filter(({ variant }) => variant === row);
    const build = builds.get(row)?.sha256 ?? null;
    const same = build === null ? undefined : first.get(build);
    return {
      candidate: row,
      label: labelOf(record, row),
      trials: own.length,
      crashes: own.filter(isCrash).length,
      exposure: sum(own.map(({ exposure }) => exposure.iterations)),
      build,
      sameAs: same === undefined || same === row ? null : labelOf(record, same),
      failure: failed.get(row) ?? null,
    };
  });
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
