import type { BisectionRecord } from '../../records/bisection-record.ts';
import type { BatchBegan } from '../../records/journal-entry.ts';
import { DEFAULTS } from '../../statistics/defaults.ts';
import type { Probe } from '../../search/search.ts';
import { isDecided } from '../matrix/assessment.ts';
import { troubleOf } from '../matrix/next-trial.ts';
import { rowName } from './row.ts';
import type { SpaceAnswer } from './space.ts';
import { controlRules, type Standing } from './standing.ts';

/** What a scheduler knows beside the journal. */
export interface Circumstances {
  readonly budgetSpent: boolean;
  /** Since the control last crashed. */
  readonly secondsSinceControl: number;
}

export interface BisectionEnd {
  /** `void`: the question has no answer, for a control does not behave as one. */
  readonly kind: 'conclusive' | 'undecided' | 'void';
  readonly reason: string;
}

export type NextStep =
  /** Processes of one row, side by side. */
  | {
      readonly kind: 'trials';
      readonly row: string;
      /** Exposure that is asked for, iterations; null for a whole loop of each process. */
      readonly exposure: number | null;
      readonly purpose: 'control' | 'negative' | 'layout' | Probe['purpose'];
    }
  /** A batch that was cut short is completed before anything is decided. */
  | { readonly kind: 'complete'; readonly batch: BatchBegan }
  /** The controls are done: the yardstick is to be journaled. */
  | { readonly kind: 'begin' }
  | { readonly kind: 'end'; readonly end: BisectionEnd };

/**
 * What to do next: the positive control until it has crashed often enough, the negative control until
 * it is cleared, the control's other layouts; then what the search asks for, with the control again
 * after ten candidates or two hours, and before the answer (facts search-under-noise 5.1).
 */
export function nextStep(
  record: BisectionRecord,
  standing: Standing,
  circumstances: Circumstances,
): NextStep {
  const { assessment, failed, search, lone, owed, open } = standing;
  if (open !== null) return { kind: 'complete', batch: open };
  const rules = controlRules(record);
  const trouble = troubleOf(assessment, rules, new Set(failed.keys()));
  if (trouble !== null) return { kind: 'end', end: trouble };
  const spent = circumstances.budgetSpent ? 'the budget was spent' : null;
  const most = record.options.maxBuilds ?? 0;
  const built = most === 1 ? '1 build was made' : `${most} builds were made`;
  if (!assessment.established) {
    return spent === null
      ? whole(rules.control, 'control')
      : undecided(`${spent} before the control had crashed often enough`);
  }
  if (isControlDue(standing, rules.control, circumstances)) return whole(rules.control, 'control');
  if (spent !== null) return closing(spent);
  if (search === null) {
    const step = beforeTheSearch(record, standing);
    return step.kind === 'trials' && isTooMany(record, standing, step.row) ? closing(built) : step;
  }
  if (lone !== null) return { kind: 'trials', row: lone, exposure: null, purpose: 'certify' };
  const next = owed === null ? search.next() : { kind: 'probe' as const, probe: owed };
  if (next.kind === 'end') return closing(null);
  const { probe } = next;
  const row = rowName(probe);
  if (isTooMany(record, standing, row)) return closing(built);
  return { kind: 'trials', row, exposure: probe.exposure, purpose: probe.purpose };

  /** The answer stands only on a control that still crashes. */
  function closing(limit: string | null): NextStep {
    if (assessment.since.rowTrials > 0) return whole(rules.control, 'control');
    return { kind: 'end', end: endOf(standing, limit) };
  }
}

/** How a bisection ends whose control is in order. */
function endOf({ search }: Standing, limit: string | null): BisectionEnd {
  if (search === null) {
    return { kind: 'undecided', reason: `${limit ?? 'it ended'} before the search began` };
  }
  const answer = search.answer();
  if (answer.type === 'ordered' && answer.answer.kind === 'none') {
    return {
      kind: 'void',
      reason: 'what was seen contradicts itself: the end that was clean has crashed too',
    };
  }
  if (isProven(answer)) {
    return { kind: 'conclusive', reason: 'the answer has its stated error' };
  }
  return {
    kind: 'undecided',
    reason: limit ?? 'what is left cannot be built, or is not to be tried',
  };
}

/** Nothing is open, not even for want of a build. */
function isProven({ type, answer }: SpaceAnswer): boolean {
  switch (type) {
    case 'ordered':
      return answer.kind === 'found';
    case 'set':
      return (
        answer.kind === 'found' &&
        answer.sets.every(({ certified }) => certified) &&
        answer.singles.every(({ verdict }) => verdict !== 'open')
      );
    case 'clearing':
      return answer.kind === 'found' && answer.needed.every(({ crashes }) => crashes > 0);
    case 'singles':
      return answer.kind === 'found' && answer.singles.every(({ verdict }) => verdict !== 'open');
  }
}

function beforeTheSearch(record: BisectionRecord, { assessment, failed }: Standing): NextStep {
  const rules = controlRules(record);
  for (const row of rules.rows) {
    if (failed.has(row) || isDecided(assessment.verdicts.get(row))) continue;
    if ((assessment.trialsOf.get(row) ?? 0) >= DEFAULTS.processes) {
      if (row !== rules.negative) continue;
      return undecided(
        `the negative control was clean in ${DEFAULTS.processes} trials, which are too short to clear it`,
      );
    }
    return whole(row, row === rules.negative ? 'negative' : 'layout');
  }
  return { kind: 'begin' };
}

function isTooMany({ options }: BisectionRecord, { builds }: Standing, row: string): boolean {
  return options.maxBuilds !== null && !builds.has(row) && builds.size >= options.maxBuilds;
}

function isControlDue(
  { assessment, trials }: Standing,
  control: string,
  { secondsSinceControl }: Circumstances,
): boolean {
  if (assessment.since.rowTrials === 0) return false;
  if (secondsSinceControl >= DEFAULTS.controlEverySeconds) return true;
  const last = trials.findLastIndex(
    ({ variant, outcome }) => variant === control && outcome === 'crashed',
  );
  const rows = new Set(trials.slice(last + 1).map(({ variant }) => variant));
  rows.delete(control);
  return rows.size >= DEFAULTS.controlEveryVerdicts;
}

function whole(row: string, purpose: 'control' | 'negative' | 'layout'): NextStep {
  return { kind: 'trials', row, exposure: null, purpose };
}

function undecided(reason: string): NextStep {
  return { kind: 'end', end: { kind: 'undecided', reason } };
}
