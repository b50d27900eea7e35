import type { JournalReading } from '../records/journal.ts';
import {
  RESULT_SCHEMA,
  type CleanBound,
  type RunResult,
  type RunTotals,
  type SignatureCount,
  type TrialResult,
} from '../records/result.ts';
import type { RunRecord } from '../records/run-record.ts';
import type { OutcomeKind, TrialRecord } from '../records/trial-record.ts';
import { againCommand } from './shown-commands.ts';
import { crashProbabilityUpperBound, hazardUpperBound } from '../statistics/upper-bound.ts';

const CONFIDENCE = 0.95;

export interface ResultParts {
  readonly run: RunRecord;
  readonly journal: JournalReading;
  /** SHA-256 of the program that was built; null when none was, or it is not known yet. */
  readonly build: string | null;
  /** The version of winrepro that computes the result. */
  readonly winrepro: string;
  readonly provenance: string | null;
  /** The command that would go on with the run; told when there is something to go on with. */
  readonly resume: string;
}

/** The result of a run, from what was asked for and what was journaled, and nothing else. */
export function buildResult(parts: ResultParts): RunResult {
  const { run, journal } = parts;
  const trials = [...journal.trials].sort((a, b) => a.id - b.id);
  const crashed = trials.some(({ outcome }) => outcome === 'crashed');
  const { state, reason } = endOf(journal);
  const seed = trials.find(({ outcome }) => outcome === 'crashed')?.seed ?? null;
  return {
    schema: RESULT_SCHEMA,
    winrepro: parts.winrepro,
    run: run.id,
    recipe: run.recipe.name,
    variant: run.variant,
    verdict: crashed ? 'crashes' : 'inconclusive',
    expected: run.expected,
    state,
    reason,
    seed: run.options.seed,
    build: parts.build,
    trials: trials.map(trialResult),
    totals: totalsOf(trials),
    signatures: signaturesOf(trials),
    bound: crashed ? null : boundOf(trials),
    journal: { torn: journal.torn, corrupt: journal.corrupt, duplicates: journal.duplicates },
    provenance: parts.provenance,
    again: seed === null ? null : againCommand(run, seed),
    resume: state === 'finished' ? null : parts.resume,
  };
}

/** The last word of the journal counts; a run that was started again has not ended any more. */
export function endOf({ entries }: JournalReading): Pick<RunResult, 'state' | 'reason'> {
  const last = entries.findLast(({ type }) => type.startsWith('run-'));
  switch (last?.type) {
    case 'run-ended':
      return { state: last.state, reason: last.reason };
    case 'run-interrupted':
      return { state: 'interrupted', reason: last.reason };
    default:
      return { state: 'interrupted', reason: null };
  }
}

export function trialResult(trial: TrialRecord): TrialResult {
  return {
    id: trial.id,
    outcome: trial.outcome,
    reason: trial.reason,
    iteration: trial.iteration,
    stage: trial.stage,
    status: trial.status,
    statusName: trial.statusName,
    signature: trial.signature,
    seconds: trial.seconds,
    seed: trial.seed,
    exposure: trial.exposure,
    watch: trial.watch,
    trace: trial.trace,
    events: trial.events,
    warnings: trial.warnings,
  };
}

function totalsOf(trials: readonly TrialRecord[]): RunTotals {
  const count = (outcome: OutcomeKind): number => having(trials, outcome).length;
  return {
    trials: trials.length,
    crashed: count('crashed'),
    clean: count('clean'),
    hung: count('hung'),
    failed: count('failed'),
    interrupted: count('interrupted'),
    iterations: sum(trials.map(({ exposure }) => exposure.iterations)),
    seconds: sum(trials.map(({ seconds }) => seconds)),
  };
}

export function signaturesOf(trials: readonly TrialRecord[]): readonly SignatureCount[] {
  const found = new Map<string, (number | null)[]>();
  for (const { signature, iteration } of having(trials, 'crashed')) {
    const name = signature ?? 'unknown';
    found.set(name, [...(found.get(name) ?? []), iteration]);
  }
  return [...found]
    .map(([signature, iterations]) => ({ signature, count: iterations.length, iterations }))
    .sort((a, b) => b.count - a.count || (a.signature < b.signature ? -1 : 1));
}

/**
 * An interrupted trial was clean for as long as it lived, and its end had nothing to do with the
 * crash. A hung or failed one may be the crash in another coat: it is no evidence of safety.
 */
function boundOf(trials: readonly TrialRecord[]): CleanBound {
  const clean = having(trials, 'clean');
  const lived = [...clean, ...having(trials, 'interrupted')];
  const cleanIterations = sum(lived.map(({ exposure }) => exposure.iterations));
  return {
    perIteration: hazardUpperBound(cleanIterations, CONFIDENCE),
    perTrial: crashProbabilityUpperBound(clean.length, CONFIDENCE),
    confidence: CONFIDENCE,
    cleanIterations,
    cleanTrials: clean.length,
  };
}

function having(trials: readonly TrialRecord[], kind: OutcomeKind): readonly TrialRecord[] {
  return trials.filter(({ outcome }) => outcome === kind);
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
