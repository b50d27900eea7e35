import { DEFAULTS } from '../../statistics/defaults.ts';
import { missProbability } from '../../statistics/t-clear.ts';
import { isDecided, type Assessment, type MatrixRules } from './assessment.ts';

/** What the scheduler knows beside the journal. */
export interface Situation {
  /** Rows whose trials run now, one entry a trial. */
  readonly running: readonly string[];
  /** Rows that cannot be built or started here. */
  readonly failed: ReadonlySet<string>;
  /** Turns of the loop that a clean trial of a row has. */
  readonly iterationsOf: (row: string) => number;
  /** What one more trial of a row is expected to cost, its build included, seconds. */
  readonly costOf: (row: string) => number;
  readonly budgetSpent: boolean;
  /** Seconds since the control last crashed. */
  readonly secondsSinceControl: number;
}

export type NextTrial =
  | { readonly kind: 'trial'; readonly row: string }
  /** Nothing to start before one of the running trials has ended. */
  | { readonly kind: 'wait' }
  | { readonly kind: 'end'; readonly end: MatrixEnd };

export interface MatrixEnd {
  /** `void`: the question has no answer, for the control does not behave as one. */
  readonly kind: 'conclusive' | 'undecided' | 'void';
  readonly reason: string;
}

/** So many clean processes say that a process crashes in less than 5 % (Clopper and Pearson). */
const QUIET_PROCESSES = 59;

/**
 * What to run next: the control until it has crashed often enough, again after ten verdicts or two
 * hours and before the end; else the row for which a trial tells most for its cost. Without running
 * trials it never waits.
 */
export function nextTrial(
  assessment: Assessment,
  rules: MatrixRules,
  situation: Situation,
): NextTrial {
  const trouble = troubleOf(assessment, rules, situation.failed);
  if (trouble !== null) return whenIdle(situation, { kind: 'end', end: trouble });
  if (!assessment.established) {
    return situation.budgetSpent
      ? whenIdle(
          situation,
          undecided('the budget was spent before the control had crashed often enough'),
        )
      : { kind: 'trial', row: rules.control };
  }
  if (isControlDue(assessment, situation)) return controlAlone(rules, situation);
  const row = situation.budgetSpent ? null : mostInformative(assessment, rules, situation);
  if (row !== null) return { kind: 'trial', row };
  if (situation.running.length > 0) return { kind: 'wait' };
  if (assessment.since.rowTrials > 0) return { kind: 'trial', row: rules.control };
  return { kind: 'end', end: endOf(assessment, rules, situation) };
}

/** What makes the whole campaign void; null when nothing does. */
export function troubleOf(
  { control, quiet, controlTrials, established, since, tainted }: Assessment,
  { control: name }: Pick<MatrixRules, 'control'>,
  failed: ReadonlySet<string>,
): MatrixEnd | null {
  const isVoid = (reason: string): MatrixEnd => ({ kind: 'void', reason });
  if (failed.has(name)) return isVoid(`the positive control ${name} cannot be tried here`);
  if (quiet) {
    return isVoid(
      `the positive control ${name} has gone quiet: ${tainted.size} clean trials since its last crash are tainted`,
    );
  }
  // One that hangs or fails shows no clean exposure, and would be tried for ever.
  if (established && since.controlTrials >= QUIET_PROCESSES) {
    return isVoid(
      `the positive control ${name} did not crash again in ${since.controlTrials} trials`,
    );
  }
  if (control === null && controlTrials >= QUIET_PROCESSES) {
    return isVoid(`the positive control ${name} did not crash in ${controlTrials} trials`);
  }
  if (!established && controlTrials >= DEFAULTS.processes) {
    return isVoid(
      `the positive control ${name} crashed ${control?.rate.crashes ?? 0} times in ${controlTrials} trials, too seldom to measure against`,
    );
  }
  if (control?.isVoid === true) {
    return isVoid('the negative control crashes in the same way: no row can be told from it');
  }
  return null;
}

function isControlDue({ since }: Assessment, { secondsSinceControl }: Situation): boolean {
  if (since.rowTrials === 0) return false;
  return (
    since.verdicts >= DEFAULTS.controlEveryVerdicts ||
    secondsSinceControl >= DEFAULTS.controlEverySeconds
  );
}

/** Rows that run beside it would be judged by a control that is in doubt. */
function controlAlone({ control }: MatrixRules, { running }: Situation): NextTrial {
  return running.length === 0 ? { kind: 'trial', row: control } : { kind: 'wait' };
}

function mostInformative(
  assessment: Assessment,
  rules: MatrixRules,
  situation: Situation,
): string | null {
  let best: { readonly row: string; readonly score: number } | null = null;
  for (const row of rules.rows) {
    if (!isOpen(row, assessment, situation)) continue;
    const score = informationOf(row, assessment, rules, situation) / situation.costOf(row);
    if (score > (best?.score ?? 0)) best = { row, score };
  }
  return best?.row ?? null;
}

function isOpen(
  row: string,
  { verdicts, trialsOf }: Assessment,
  { failed, running }: Situation,
): boolean {
  const started = (trialsOf.get(row) ?? 0) + running.filter((one) => one === row).length;
  return !failed.has(row) && !isDecided(verdicts.get(row)) && started < DEFAULTS.processes;
}

/**
 * The chance that one more trial of a row decides it: that it crashes, if the row is one that does
 * (even odds at first, then as its clean exposure leaves them), or that it completes the clean
 * exposure, which several trials share. 0 when the trials that run may be enough already.
 */
function informationOf(
  row: string,
  { control, verdicts }: Assessment,
  { rho }: MatrixRules,
  { running, iterationsOf }: Situation,
): number {
  const verdict = verdicts.get(row);
  if (control === null || verdict === null || verdict === undefined) return 0;
  const { clear } = verdict.evidence;
  const length = iterationsOf(row);
  const underWay = running.filter((one) => one === row).length;
  const { exposure, processes } = clear.remaining;
  const crashes = 1 - missProbability(control.rate, { crashes: 0, exposure: length }, rho);
  // However long it is clean after its first crash, only a second one decides.
  if (verdict.kind === 'inconclusive' && verdict.reason === 'second-crash') return crashes;
  const missing = Math.max(exposure / length, processes?.count ?? 0) - underWay;
  if (missing <= 0) return 0;
  const crashing = clear.bound / (1 + clear.bound);
  return crashing * crashes + (1 - crashing) * Math.min(1, 1 / missing);
}

/** How a matrix stands that has nothing running. */
export function endOf(
  assessment: Assessment,
  rules: MatrixRules,
  { failed, budgetSpent }: Pick<Situation, 'failed' | 'budgetSpent'>,
): MatrixEnd {
  const trouble = troubleOf(assessment, rules, failed);
  if (trouble !== null) return trouble;
  if (!assessment.established) {
    return { kind: 'undecided', reason: 'the control has not crashed often enough yet' };
  }
  const { verdicts } = assessment;
  const { rows } = rules;
  const open = rows.filter((row) => !failed.has(row) && !isDecided(verdicts.get(row)));
  if (open.length === 0) {
    const tried = rows.length - rows.filter((row) => failed.has(row)).length;
    return tried === 0
      ? { kind: 'void', reason: 'no row can be tried here' }
      : { kind: 'conclusive', reason: 'every row that can be tried here has its verdict' };
  }
  const rest = open.length === 1 ? '1 row has' : `${open.length} rows have`;
  const why = budgetSpent
    ? 'the budget is spent'
    : `${DEFAULTS.processes} trials of a row were run`;
  return { kind: 'undecided', reason: `${why}, and ${rest} no verdict` };
}

function undecided(reason: string): NextTrial {
  return { kind: 'end', end: { kind: 'undecided', reason } };
}

function whenIdle({ running }: Situation, next: NextTrial): NextTrial {
  return running.length === 0 ? next : { kind: 'wait' };
}
