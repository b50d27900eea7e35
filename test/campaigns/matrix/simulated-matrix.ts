import {
  assess,
  isDecided,
  type Assessment,
  type MatrixRules,
} from '../../../src/campaigns/matrix/assessment.ts';
import { createCosts } from '../../../src/campaigns/matrix/costs.ts';
import { nextTrial, type MatrixEnd } from '../../../src/campaigns/matrix/next-trial.ts';
import type { TrialRecord } from '../../../src/records/trial-record.ts';
import type { Control } from '../../../src/statistics/control.ts';
import { exponentialDraw, seededRandom, type Random } from '../../../src/statistics/random.ts';
import { clean, crash, CRASH, FOREIGN } from './trials.ts';

/** A machine on which processes crash at constant hazards. */
export interface World {
  readonly seed: number;
  readonly jobs: number;
  /** Iterations of a clean trial, of all rows. */
  readonly iterations: number;
  /** Iterations per crash of the control. */
  readonly mean: number;
  /** The hazard of each row, in those of the control. */
  readonly hazards: Readonly<Record<string, number>>;
  /** The hazard of another crash that comes in all rows, in those of the control. */
  readonly foreign: number;
  /** Seconds of all trials divided by the jobs; null for no limit. */
  readonly budgetSeconds: number | null;
}

export interface SimulatedMatrix {
  readonly end: MatrixEnd;
  /** In the order in which they ended. */
  readonly trials: readonly TrialRecord[];
  readonly assessment: Assessment;
  /** The yardstick as it was at each look since the control was established. */
  readonly controls: readonly Control[];
  /** Rows in the order in which they were started. */
  readonly started: readonly string[];
}

const ITERATIONS_PER_SECOND = 1000;
const START = Date.UTC(2026, 10, 23);
/** Far above what any matrix of the tests needs. */
const MOST_STARTS = 10_000;

interface Running {
  readonly trial: TrialRecord;
  /** Seconds since the start of the matrix. */
  readonly endsAt: number;
}

/**
 * A whole matrix, chosen and judged by the product, run in simulated time. Throws when it never ends,
 * waits for nothing, or starts a row that has its verdict.
 */
export function simulateMatrix(world: World, rules: MatrixRules): SimulatedMatrix {
  const random = seededRandom(world.seed);
  const costs = createCosts([], () => world.iterations);
  const trials: TrialRecord[] = [];
  const started: string[] = [];
  const controls: Control[] = [];
  let running: readonly Running[] = [];
  let now = 0;
  let assessment = assess(trials, rules);
  for (;;) {
    const next = nextTrial(assessment, rules, {
      running: running.map(({ trial }) => trial.variant),
      failed: new Set(),
      iterationsOf: () => world.iterations,
      costOf: (row) => costs.of(row, started.includes(row)),
      budgetSpent: isSpent(world, trials),
      secondsSinceControl: secondsSince(assessment.since.at, now),
    });
    if (next.kind === 'end') return { end: next.end, trials, assessment, controls, started };
    if (next.kind === 'trial' && running.length < world.jobs) {
      if (isDecided(assessment.verdicts.get(next.row))) {
        throw new Error(`${next.row} has its verdict: seed ${world.seed}`);
      }
      if (started.push(next.row) > MOST_STARTS) throw new Error(`no end: seed ${world.seed}`);
      running = [...running, start(started.length, next.row, now, world, random)];
      continue;
    }
    const [first, ...others] = [...running].sort((a, b) => a.endsAt - b.endsAt);
    if (first === undefined) throw new Error(`it waits for nothing: seed ${world.seed}`);
    running = others;
    now = first.endsAt;
    trials.push(first.trial);
    costs.add(first.trial);
    assessment = assess(trials, rules);
    if (assessment.established && assessment.control !== null) controls.push(assessment.control);
  }
}

function start(id: number, row: string, now: number, world: World, random: Random): Running {
  const share = row === 'control' ? 1 : (world.hazards[row] ?? 0);
  const own = share === 0 ? Infinity : exponentialDraw(random, world.mean / share);
  const other =
    world.foreign === 0 ? Infinity : exponentialDraw(random, world.mean / world.foreign);
  const at = Math.ceil(Math.min(own, other));
  const make =
    at > world.iterations
      ? clean(row, world.iterations)
      : crash(row, at, own <= other ? CRASH : FOREIGN);
  const trial = { ...make(id), startedAt: new Date(Math.round(START + now * 1000)).toISOString() };
  return { trial, endsAt: now + trial.exposure.iterations / ITERATIONS_PER_SECOND };
}

function isSpent({ budgetSeconds, jobs }: World, trials: readonly TrialRecord[]): boolean {
  const seconds = trials.reduce((sum, trial) => sum + trial.seconds, 0) / jobs;
  return budgetSeconds !== null && seconds >= budgetSeconds;
}

function secondsSince(at: string | null, now: number): number {
  return at === null ? 0 : now - (Date.parse(at) - START) / 1000;
}
