import type {
  Chance,
  Timeline,
  TimelineAssociation,
  TimelineCell,
  TimelineCourse,
  TimelineDistances,
} from '../../records/timeline.ts';
import { associations, leading, remaining } from '../../statistics/events/association.ts';
import { chanceOfMany } from '../../statistics/events/chance-of-many.ts';
import { compareDistances } from '../../statistics/events/distances.ts';
import type { EventSequence } from '../../statistics/events/event-sequence.ts';
import { failureBursts, failureGaps } from '../../statistics/events/failure-gaps.ts';
import { failurePeriod } from '../../statistics/events/failure-period.ts';
import { failureRanks } from '../../statistics/events/failure-ranks.ts';
import { failureStep } from '../../statistics/events/failure-steps.ts';
import { countLags, type LagCounts, type Lags } from '../../statistics/events/lag-counts.ts';
import { startDelay } from '../../statistics/events/start-delay.ts';

export interface AnalysisSettings {
  readonly lags: Lags;
  /** 0 to 1. */
  readonly confidence: number;
  /** Redistributions of each kind at most; fewer where failures are many, but never below 99. */
  readonly rounds: number;
  readonly seed: number;
}

/** So many failures are placed in all redistributions together: what takes a second or two. */
const MOST_PLACED = 3_000_000;
const LEAST_ROUNDS = 99;
const PERIOD_ROUNDS = 199;

/** What the events say of the failures; the result is the same for the same seed. */
export function analyse(
  sequence: EventSequence,
  settings: AnalysisSettings,
): Pick<Timeline, 'calls' | 'failures' | 'association' | 'distances'> {
  const counts = countLags(sequence, settings.lags);
  const { calls, failures } = counts;
  const tested = failures > 0 && failures < calls && counts.cells.length > 0;
  return {
    calls,
    failures,
    association: tested ? associationOf(sequence, counts, settings) : null,
    distances: failures === 0 ? [] : distancesOf(sequence),
  };
}

/** When the failures come; null without any. */
export function courseOf(
  sequence: EventSequence,
  seed: number,
  start: Pick<TimelineCourse['start'], 'iteration' | 'threshold'>,
): TimelineCourse | null {
  const ranks = failureRanks(sequence);
  const [bursts, step, delay] = [failureBursts(ranks), failureStep(ranks), startDelay(ranks)];
  if (bursts === null || step === null || delay === null) return null;
  return {
    gaps: failureGaps(ranks),
    bursts: { runs: bursts.runs, chance: chance(bursts.logP) },
    step: { step: step.step, rest: step.rest, hits: step.hits, chance: chance(step.logP) },
    period: failurePeriod(ranks, { rounds: PERIOD_ROUNDS, seed }),
    start: { calls: delay.calls, chance: chance(delay.logP), ...start },
  };
}

function associationOf(
  sequence: EventSequence,
  counts: LagCounts,
  { lags, confidence, rounds, seed }: AnalysisSettings,
): TimelineAssociation {
  const found = associations(counts, confidence);
  const first = leading(found);
  const left = first === null ? null : remaining(sequence, counts, first);
  const affordable = Math.max(LEAST_ROUNDS, Math.floor(MOST_PLACED / counts.failures));
  const many = { lags, seed, rounds: Math.min(rounds, affordable) };
  const relabelled = chanceOfMany(sequence, counts, { ...many, how: 'relabel' });
  const shifted = chanceOfMany(sequence, counts, { ...many, how: 'shift' });
  const cells = found.map((one, index): TimelineCell => {
    const { code, lag, calls, failures, expected, share, ratio, logP } = one;
    return {
      kind: sequence.kinds[code - 1]?.name ?? '',
      lag,
      failures,
      expected,
      calls,
      share,
      ratio: ratio === null ? null : finite(ratio),
      exact: chance(logP),
      bonferroni: chance(Math.min(0, logP + Math.log(found.length))),
      corrected: relabelled.corrected[index] ?? 1,
      shifted: shifted.alone[index] ?? 1,
      shiftedCorrected: shifted.corrected[index] ?? 1,
      remaining: chance(one === first ? 0 : (left?.[index] ?? 0)),
    };
  });
  return {
    lags,
    confidence,
    relabelled: relabelled.rounds,
    shifted: shifted.rounds,
    seed,
    leading: first === null ? null : found.indexOf(first),
    cells,
  };
}

function distancesOf(sequence: EventSequence): readonly TimelineDistances[] {
  return compareDistances(sequence).map(({ code, ...rest }) => ({
    kind: sequence.kinds[code - 1]?.name ?? '',
    ...rest,
  }));
}

function chance(logP: number): Chance {
  return { p: Math.exp(logP), log10: logP === -Infinity ? null : logP / Math.LN10 };
}

function finite(ratio: { readonly value: number; readonly lower: number; readonly upper: number }) {
  const orNull = (value: number): number | null => (Number.isFinite(value) ? value : null);
  return { value: orNull(ratio.value), lower: ratio.lower, upper: orNull(ratio.upper) };
}
