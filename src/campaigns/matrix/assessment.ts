import type { TrialRecord } from '../../records/trial-record.ts';
import { assessControl, type Control } from '../../statistics/control.ts';
import { DEFAULTS } from '../../statistics/defaults.ts';
import { dominantSignature, type Clock } from '../../statistics/exposure.ts';
import { steadiestClock } from '../../statistics/steadiest-clock.ts';
import { clearExposure, type Requirement } from '../../statistics/t-clear.ts';
import { verdictOf, type Verdict } from '../../statistics/verdict.ts';
import { comparableSignature } from './comparable-signature.ts';

/** By what rules a matrix judges; the same for all of its rows. */
export interface MatrixRules extends Requirement {
  /** The row that must crash. */
  readonly control: string;
  /** The row that must stay clean; null when the recipe has none. */
  readonly negative: string | null;
  /** All rows that are to have a verdict, without the control. */
  readonly rows: readonly string[];
  /** Crashes of the control before the rows begin. */
  readonly controlCrashes: number;
  /** A crash at an earlier iteration is another bug; null when there is no such limit. */
  readonly jitThreshold: number | null;
  /** The share of the control's hazard that the negative control must be below; without it rho. */
  readonly negativeRho?: number;
  /** The clock that exposure is counted on; without it the control's steadiest. */
  readonly clock?: Clock;
}

/** What the journal says so far. */
export interface Assessment {
  /** The yardstick; null as long as the control has not crashed at all. */
  readonly control: Control | null;
  /** The control has crashed as often as the rules want. */
  readonly established: boolean;
  /** Trials of the control. */
  readonly controlTrials: number;
  /** Null as long as there is no yardstick. */
  readonly verdicts: ReadonlyMap<string, Verdict | null>;
  readonly trialsOf: ReadonlyMap<string, number>;
  /** What has happened since the control last crashed. */
  readonly since: {
    /** ISO 8601; null before its first crash. */
    readonly at: string | null;
    readonly verdicts: number;
    readonly rowTrials: number;
    /** Of the control. */
    readonly controlTrials: number;
  };
  /** The control was quiet for longer than chance allows: its crash went away. */
  readonly quiet: boolean;
  /** Numbers of the clean trials that are no evidence, because the control had gone quiet. */
  readonly tainted: ReadonlySet<number>;
}

/**
 * Judges all rows by the journal alone (facts search-under-noise 5.1): the same trials in the same
 * order give the same assessment, on the day and after a kill.
 *
 * @param journaled trials, in the order of the journal.
 */
export function assess(journaled: readonly TrialRecord[], rules: MatrixRules): Assessment {
  const ofControl = journaled.filter(({ variant }) => variant === rules.control);
  const signature = dominantSignature(ofControl);
  const trials = journaled.map((trial) => inWordsOf(trial, signature, rules));
  const isGood = (trial: TrialRecord): boolean =>
    trial.variant === rules.control && trial.outcome === 'crashed' && trial.signature === signature;
  const lastGood = trials.findLastIndex(isGood);
  const after = trials.slice(lastGood + 1);
  const established = ofControl.filter(isGood).length >= rules.controlCrashes;
  // Before that its rate rests on so little that one early crash would make any control quiet.
  const quiet = established && hasGoneQuiet(trials.slice(0, lastGood + 1), after, isGood, rules);
  const tainted = new Set(
    quiet
      ? after
          .filter(({ variant, outcome }) => variant !== rules.control && isCleanEvidence(outcome))
          .map(({ id }) => id)
      : [],
  );
  const control = signature === null ? null : controlOf(trials, ofControl, signature, rules);
  const byRow = new Map(
    rules.rows.map((row) => [row, trials.filter(({ variant }) => variant === row)]),
  );
  const verdicts = new Map(
    [...byRow].map(([row, own]) => [
      row,
      control === null
        ? null
        : verdictOf(
            control,
            own.filter(({ id }) => !tainted.has(id)),
            row === rules.negative ? { ...rules, rho: rules.negativeRho ?? rules.rho } : rules,
          ),
    ]),
  );
  const rowsAfter = after.filter(({ variant }) => variant !== rules.control);
  return {
    control,
    established,
    controlTrials: ofControl.length,
    verdicts,
    trialsOf: new Map([...byRow].map(([row, own]) => [row, own.length])),
    since: {
      at: trials[lastGood]?.startedAt ?? null,
      verdicts: decidedSince(verdicts, byRow, rowsAfter),
      rowTrials: rowsAfter.length,
      controlTrials: after.length - rowsAfter.length,
    },
    quiet,
    tainted,
  };
}

/** Rows print other things than the control does, so their signatures say more or less. */
function inWordsOf(trial: TrialRecord, control: string | null, rules: MatrixRules): TrialRecord {
  const { signature, variant } = trial;
  if (control === null || signature === null || variant === rules.control) return trial;
  return { ...trial, signature: comparableSignature(signature, control) };
}

/** An interrupted trial was clean up to there; hung and failed ones are no evidence anyway. */
function isCleanEvidence(outcome: TrialRecord['outcome']): boolean {
  return outcome === 'clean' || outcome === 'interrupted';
}

/** A verdict that no further trial is needed for. */
export function isDecided(verdict: Verdict | null | undefined): boolean {
  return verdict !== null && verdict !== undefined && verdict.kind !== 'inconclusive';
}

function controlOf(
  trials: readonly TrialRecord[],
  ofControl: readonly TrialRecord[],
  signature: string,
  { negative, jitThreshold, clock }: MatrixRules,
): Control {
  return assessControl({
    positive: ofControl,
    negative: trials.filter(({ variant }) => variant === negative),
    signature,
    clock: clock ?? clockOf(trials, ofControl, signature),
    jitThreshold,
    confidence: DEFAULTS.confidence,
  });
}

/** The control's steadiest clock, if every trial has it. */
function clockOf(
  trials: readonly TrialRecord[],
  ofControl: readonly TrialRecord[],
  signature: string,
): Clock {
  const clock = steadiestClock(ofControl, signature);
  return trials.every(({ exposure }) => exposure[clock] !== null) ? clock : 'iterations';
}

/**
 * Whether the control's clean exposure since its last crash is more than a control of its rate has
 * but once in a hundred times. Trials that ran beside that crash belong to the rate: the short ones
 * of a batch end first, and without the long ones the control would look too lively.
 */
function hasGoneQuiet(
  before: readonly TrialRecord[],
  after: readonly TrialRecord[],
  isGood: (trial: TrialRecord) => boolean,
  { control }: MatrixRules,
): boolean {
  const last = before.at(-1);
  if (last === undefined) return false;
  const since = after.filter(({ variant }) => variant === control);
  const later = since.filter(({ startedAt }) => Date.parse(startedAt) >= endOf(last));
  const own = [
    ...before.filter(({ variant }) => variant === control),
    ...since.filter((trial) => !later.includes(trial)),
  ];
  const rate = { crashes: own.filter(isGood).length, exposure: iterationsOf(own) };
  const clean = later.filter(({ outcome }) => outcome === 'clean');
  const limit = clearExposure(rate, { beta: DEFAULTS.controlBeta, rho: 1 });
  return rate.crashes > 0 && iterationsOf(clean) >= limit;
}

/** Milliseconds since 1970. */
function endOf({ startedAt, seconds }: TrialRecord): number {
  return Date.parse(startedAt) + seconds * 1000;
}

function iterationsOf(trials: readonly TrialRecord[]): number {
  return trials.reduce((sum, { exposure }) => sum + exposure.iterations, 0);
}

/** Rows that were decided by a trial after the control's last crash. */
function decidedSince(
  verdicts: ReadonlyMap<string, Verdict | null>,
  byRow: ReadonlyMap<string, readonly TrialRecord[]>,
  rowsAfter: readonly TrialRecord[],
): number {
  return [...verdicts].filter(([row, verdict]) => {
    const last = byRow.get(row)?.at(-1);
    return isDecided(verdict) && last !== undefined && rowsAfter.includes(last);
  }).length;
}
