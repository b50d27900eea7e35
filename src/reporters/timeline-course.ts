import type { Timeline, TimelineCourse } from '../records/timeline.ts';
import { count, grouped } from './number-text.ts';
import { chanceText, SIGNIFICANT } from './timeline-chance.ts';

/** When the failures come, as terms and what is said of them. */
export function courseLines({
  course,
  failures,
  calls,
}: Timeline): readonly (readonly [string, string])[] {
  if (course === null) return [];
  return [
    ['period', periodText(course, failures)],
    ['gaps', gapText(course, failures)],
    ['start', startText(course, calls)],
  ];
}

function periodText({ step, period }: TimelineCourse, failures: number): string {
  if (step.chance.p < SIGNIFICANT) {
    const every = step.step === 2 ? 'every other call' : `every ${step.step}th call`;
    return `${grouped(step.hits)} of ${count(failures, 'failure')} on ${every} (p = ${chanceText(step.chance)}, a bound for all steps up to 32)${wave(period)}`;
  }
  if (period === null) return 'not looked for: too few failures in a trial, or too few calls';
  if (period.p < SIGNIFICANT) {
    return `${calls(period.period)} (p = ${period.p.toPrecision(2)}, simulated ${grouped(period.rounds)} times)`;
  }
  return `none found: neither every 2nd to 32nd call (p = ${chanceText(step.chance)}), nor one of ${range(period)} (p = ${period.p.toPrecision(2)}, simulated)`;
}

function wave(period: TimelineCourse['period']): string {
  if (period === null) return '';
  return period.p < SIGNIFICANT
    ? `, and a period of ${calls(period.period)} (p = ${period.p.toPrecision(2)}, simulated)`
    : `; no period of ${range(period)} (p = ${period.p.toPrecision(2)}, simulated)`;
}

function range({ shortest, longest }: NonNullable<TimelineCourse['period']>): string {
  return `${grouped(shortest)} to ${calls(longest)}`;
}

function calls(value: number): string {
  return `${grouped(value)} calls`;
}

function gapText({ gaps, bursts }: TimelineCourse, failures: number): string {
  const between =
    gaps === null
      ? 'too few to tell'
      : `${grouped(gaps.median)} [${grouped(gaps.lower)}, ${grouped(gaps.upper)}] calls between failures, variation ${gaps.variation.toFixed(2)} (1 is random)`;
  if (bursts.chance.p >= SIGNIFICANT)
    return `${between}; no bursts (p = ${chanceText(bursts.chance)})`;
  return `${between}; in bursts: ${count(failures, 'failure')} in ${count(bursts.runs, 'run')} of calls (p = ${chanceText(bursts.chance)}), so hold to the column shifted`;
}

function startText({ start }: TimelineCourse, all: number): string {
  const spared = `the first ${grouped(start.calls)} of ${count(all, 'call')} have no failure (p = ${chanceText(start.chance)})`;
  if (start.iteration === null) return spared;
  const first = `first in iteration ${grouped(start.iteration)}`;
  if (start.threshold === null) return `${first}; ${spared}`;
  const side = start.iteration < start.threshold ? 'before' : 'not before';
  return `${first}, ${side} the earliest of this crash, ${grouped(start.threshold)}; ${spared}`;
}
