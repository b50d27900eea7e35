import { readJournal, type JournalReading } from '../../records/journal.ts';
import type { CampaignFolder } from '../../records/campaign-folder.ts';
import type { MatrixRecord, MatrixRow } from '../../records/matrix-record.ts';
import {
  MATRIX_RESULT_SCHEMA,
  type ControlResult,
  type MatrixResult,
  type RowResult,
} from '../../records/matrix-result.ts';
import { DEFAULTS } from '../../statistics/defaults.ts';
import { claimOf, maskedFraction, type MaskedFraction } from '../../statistics/placebo.ts';
import { clearExposure, type Requirement } from '../../statistics/t-clear.ts';
import type { Verdict } from '../../statistics/verdict.ts';
import { resumeCommand } from '../shown-commands.ts';
import { assess, isDecided, type Assessment, type MatrixRules } from './assessment.ts';
import { endOf } from './next-trial.ts';
import { verdictReason } from './verdict-reason.ts';

/** Computes the result of a matrix anew from the files in its folder. Throws EnvironmentError. */
export function matrixResultOf(
  record: MatrixRecord,
  folder: CampaignFolder,
  version: string,
): MatrixResult {
  return buildMatrixResult(record, readJournal(folder.journal), version);
}

/** By what rules the rows of a matrix are judged. */
export function rulesOf({ control, rows, earliest, options }: MatrixRecord): MatrixRules {
  return {
    control: control.name,
    negative:
      rows.find(({ role, layout }) => role === 'negative-control' && layout === null)?.name ?? null,
    rows: rows.map(({ name }) => name),
    beta: options.beta,
    rho: options.rho,
    controlCrashes: options.controlCrashes,
    jitThreshold: earliest,
  };
}

/** The rows that cannot be tried, with the reason that was journaled last. */
export function failedRows({ entries }: JournalReading): ReadonlyMap<string, string> {
  const failed = new Map<string, string>();
  for (const entry of entries) {
    if (entry.type === 'row-failed') failed.set(entry.row, entry.reason);
    // What could not be built once may be built by now.
    if (entry.type === 'row-built') failed.delete(entry.row);
  }
  return failed;
}

/** The result, from what was asked for and what was journaled, and nothing else. */
export function buildMatrixResult(
  record: MatrixRecord,
  journal: JournalReading,
  version: string,
): MatrixResult {
  const rules = rulesOf(record);
  const assessment = assess(journal.trials, rules);
  const failed = failedRows(journal);
  const { state, reason } = stateOf(journal);
  const masked = maskedOf(record.rows, assessment);
  const rows = record.rows.map((row) =>
    rowResult(row, { record, assessment, failed, journal, masked }),
  );
  const end = endOf(assessment, rules, { failed: new Set(failed.keys()), budgetSpent: true });
  return {
    schema: MATRIX_RESULT_SCHEMA,
    winrepro: version,
    matrix: record.id,
    kind: record.kind,
    recipe: record.recipe.name,
    title: record.title,
    state,
    conclusion: state === 'finished' ? end.kind : null,
    reason,
    beta: record.options.beta,
    rho: record.options.rho,
    seed: record.options.seed,
    control: controlResult(record.control.variant, assessment, record.options),
    rows,
    masked: masked && {
      placebos: masked.placebos,
      masked: masked.masked,
      estimate: masked.estimate,
      ...masked.interval,
    },
    totals: {
      trials: journal.trials.length,
      iterations: sum(journal.trials.map(({ exposure }) => exposure.iterations)),
      seconds: sum(journal.trials.map(({ seconds }) => seconds)),
    },
    journal: { torn: journal.torn, corrupt: journal.corrupt, duplicates: journal.duplicates },
    resume: state === 'finished' ? null : resumeCommand(record),
  };
}

/** How the journal says that a campaign stands. */
export function stateOf({ entries }: JournalReading): Pick<MatrixResult, 'state' | 'reason'> {
  const last = entries.findLast(({ type }) => type.startsWith('run-'));
  if (last?.type === 'run-ended') return { state: last.state, reason: last.reason };
  return { state: 'interrupted', reason: last?.type === 'run-interrupted' ? last.reason : null };
}

/** What was measured of the control, whose variant has this name. */
export function controlResult(
  variant: string,
  { control, controlTrials }: Assessment,
  requirement: Requirement,
): ControlResult {
  if (control === null) {
    return {
      variant,
      trials: controlTrials,
      crashes: 0,
      exposure: 0,
      clock: 'iterations',
      signature: null,
      mean: null,
      clearExposure: null,
      doubts: [],
      checks: {},
    };
  }
  const { rate, estimate, checks } = control;
  return {
    variant,
    trials: controlTrials,
    ...rate,
    clock: control.clock,
    signature: control.signature,
    mean: estimate && { mean: estimate.mean, ...estimate.meanInterval },
    clearExposure: estimate && clearExposure(rate, requirement),
    doubts: control.doubts,
    checks: {
      exponential: checks.exponential.state,
      weibull: checks.weibull.state,
      immune: checks.immune.state,
      earliest: checks.earliest.state,
    },
  };
}

interface RowContext {
  readonly record: MatrixRecord;
  readonly assessment: Assessment;
  readonly failed: ReadonlyMap<string, string>;
  readonly journal: JournalReading;
  readonly masked: MaskedFraction | null;
}

function rowResult(row: MatrixRow, context: RowContext): RowResult {
  const { assessment, failed, journal } = context;
  const verdict = assessment.verdicts.get(row.name) ?? null;
  const own = journal.trials.filter(({ variant }) => variant === row.name);
  const builds = buildsOf(journal);
  const build = builds.get(row.name) ?? null;
  const failure = failed.get(row.name);
  const evidence = verdict?.evidence ?? null;
  const kind =
    failure !== undefined || own.length === 0 ? 'not-tried' : (verdict?.kind ?? 'inconclusive');
  const ratio = evidence?.ratio ?? null;
  return {
    ...row,
    verdict: kind,
    reason: failure ?? verdictReason(verdict, own.length),
    agrees: agreementOf(row, kind),
    claim: kind === 'cleared' ? claimFor(row, context) : null,
    trials: own.length,
    crashes: evidence?.observed.crashes ?? 0,
    exposure: evidence?.observed.exposure ?? 0,
    bound: own.length === 0 ? null : (evidence?.clear.bound ?? null),
    basis: own.length === 0 ? null : (evidence?.clear.basis ?? null),
    ratio: ratio && { ratio: ratio.ratio, lower: ratio.lower, upper: ratio.upper },
    foreign: evidence?.observed.foreign ?? [],
    unknown: evidence?.observed.unknown ?? 0,
    tainted: own.filter(({ id }) => assessment.tainted.has(id)).length,
    build,
    sameAs: sameBuild(row.name, build, builds),
  };
}

function agreementOf({ expected }: MatrixRow, kind: RowResult['verdict']): boolean | null {
  if (expected === 'unknown' || kind === 'inconclusive' || kind === 'not-tried') return null;
  return (kind === 'cleared') === (expected === 'clears');
}

/** Clears on so many layouts, crashes on none. */
function claimFor(
  { variant }: MatrixRow,
  { record, assessment, masked }: RowContext,
): RowResult['claim'] {
  if (masked === null) return null;
  const layouts = record.rows.filter((row) => row.variant === variant);
  const kinds = layouts.map(({ name }) => assessment.verdicts.get(name)?.kind);
  if (kinds.some((kind) => kind === 'crashes' || kind === 'rate-changed')) return 'clears';
  const cleared = kinds.filter((kind) => kind === 'cleared').length;
  return claimOf(masked, cleared, { budgeted: false }).claim;
}

function maskedOf(rows: readonly MatrixRow[], { verdicts }: Assessment): MaskedFraction | null {
  const placebos = rows
    .filter(({ role, layout }) => role === 'placebo' && layout === null)
    .map(({ name }): Verdict | null => verdicts.get(name) ?? null)
    .filter((verdict) => isDecided(verdict));
  if (placebos.length === 0) return null;
  const masked = placebos.filter((verdict) => verdict?.kind === 'cleared').length;
  return maskedFraction({ placebos: placebos.length, masked }, DEFAULTS.confidence);
}

function buildsOf({ entries }: JournalReading): ReadonlyMap<string, string | null> {
  return new Map(
    entries.flatMap((entry) => (entry.type === 'row-built' ? [[entry.row, entry.sha256]] : [])),
  );
}

function sameBuild(
  name: string,
  build: string | null,
  builds: ReadonlyMap<string, string | null>,
): string | null {
  if (build === null) return null;
  const [first] = [...builds].find(([, other]) => other === build) ?? [name];
  return first === name ? null : first;
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
