// Simulated hunts with a known truth, seeded. The statistics under test are handed in: the bench
// takes them from dist, the tests from src.

/**
 * @typedef {object} Statistics
 * @property {typeof import('../../src/statistics/random.ts')} random
 * @property {typeof import('../../src/statistics/t-clear.ts')} tClear
 * @property {typeof import('../../src/statistics/control.ts')} control
 * @property {typeof import('../../src/statistics/verdict.ts')} verdict
 *
 * @typedef {import('../../src/statistics/random.ts').Random} Random
 * @typedef {import('../../src/statistics/exposure.ts').TrialOutcome} TrialOutcome
 * @typedef {import('../../src/statistics/t-clear.ts').Requirement} Requirement
 *
 * @typedef {'exponential' | 'drift' | 'warm-up' | 'immune'} World
 * @typedef {(control: { crashes: number, exposure: number }, beta: number) => number} ClearRule
 */

/** Iterations to a crash in the control, on average. */
const MEAN = 10_000;
/** The reproducer's own loop, which ends a process while no mean is known. */
const LOOP = 100_000;
const CAP_MEANS = 4;
const MOST_PROCESSES = 200;
const SIGNATURE = 'SIGSEGV';

export const worlds = /** @type {const} */ (['exponential', 'drift', 'warm-up', 'immune']);

/**
 * The foil: what Grizzly and syzkaller do. It takes the estimate for the truth.
 * @type {ClearRule}
 */
export function plugIn({ crashes, exposure }, beta) {
  return Math.log(beta) / Math.log1p(-crashes / exposure);
}

/**
 * How often a variant that is as bad as the control is cleared: c0 crash times of the control, the
 * rule's clean exposure, one lifetime of the variant.
 * @param {Pick<Statistics, 'random'>} statistics
 * @param {{ rule: ClearRule, controlCrashes: number, beta: number, draws: number, seed: number }} options
 */
export function falseClearRate({ random }, { rule, controlCrashes, beta, draws, seed }) {
  const next = random.seededRandom(seed);
  let cleared = 0;
  for (let draw = 0; draw < draws; draw++) {
    let exposure = 0;
    for (let crash = 0; crash < controlCrashes; crash++) {
      exposure += random.exponentialDraw(next, MEAN);
    }
    const needed = rule({ crashes: controlCrashes, exposure }, beta);
    if (random.exponentialDraw(next, MEAN) >= needed) cleared++;
  }
  return cleared / draws;
}

/**
 * Whole hunts process by process in a world that may break the model. The variant crashes too (in
 * `drift` at a random .22 to 1 of the control's hazard), so every clearing is false.
 * @param {Statistics} statistics
 * @param {{ world: World, requirement: Requirement, controlCrashes: number, draws: number, seed: number, checks: boolean }} options
 *   `checks`: by the whole verdict with its model checks, else by the formula alone.
 * @returns {{ falseClears: number, undecided: number, exposure: number }} shares of the hunts, and
 *   the variant's exposure in means of the control
 */
export function hunts(statistics, options) {
  const next = statistics.random.seededRandom(options.seed);
  let [falseClears, undecided, exposure] = [0, 0, 0];
  for (let draw = 0; draw < options.draws; draw++) {
    const hunt = oneHunt(statistics, options, next);
    if (hunt.end === 'cleared') falseClears++;
    if (hunt.end === 'inconclusive') undecided++;
    exposure += hunt.exposure / MEAN;
  }
  const share = (/** @type {number} */ count) => count / options.draws;
  return {
    falseClears: share(falseClears),
    undecided: share(undecided),
    exposure: share(exposure),
  };
}

/**
 * @param {Statistics} statistics
 * @param {{ world: World, requirement: Requirement, controlCrashes: number, checks: boolean }} options
 * @param {Random} next
 */
function oneHunt(statistics, { world, requirement, controlCrashes, checks }, next) {
  const { random, tClear, verdict } = statistics;
  const positive = runControl(statistics, { world, controlCrashes }, next);
  const control = statistics.control.assessControl({
    positive,
    negative: [],
    signature: SIGNATURE,
    clock: 'iterations',
    jitThreshold: null,
    confidence: 0.95,
  });
  const slower = world === 'drift' ? Math.exp(1.5 * next()) : 1;
  const cap = Math.min(LOOP, CAP_MEANS * (control.estimate?.mean ?? LOOP));
  const needed = tClear.clearExposure(control.rate, requirement);
  /** @type {TrialOutcome[]} */ const trials = [];
  let exposure = 0;
  let length = Math.min(cap, needed);
  while (trials.length < MOST_PROCESSES) {
    const trial = runProcess(lifetime(random, world, next) * slower, length);
    trials.push(trial);
    exposure += trial.exposure.iterations;
    if (trial.outcome === 'crashed') return { end: 'crashes', exposure };
    if (!checks) {
      if (exposure >= needed * (1 - 1e-12)) return { end: 'cleared', exposure };
      length = Math.min(cap, needed - exposure);
      continue;
    }
    const { kind, evidence } = verdict.verdictOf(control, trials, requirement);
    if (kind === 'cleared') return { end: kind, exposure };
    const { remaining } = evidence.clear;
    length = remaining.processes?.length ?? Math.min(cap, remaining.exposure);
    if (length === 0) length = cap;
  }
  return { end: 'inconclusive', exposure };
}

/**
 * @param {Statistics} statistics
 * @param {{ world: World, controlCrashes: number }} options
 * @param {Random} next
 */
function runControl({ random }, { world, controlCrashes }, next) {
  /** @type {TrialOutcome[]} */ const trials = [];
  let [crashes, exposure] = [0, 0];
  while (crashes < controlCrashes) {
    // Without the loop's end, processes that never crash would multiply the mean, and so the cap.
    const cap = crashes === 0 ? LOOP : Math.min(LOOP, (CAP_MEANS * exposure) / crashes);
    const trial = runProcess(lifetime(random, world, next), cap);
    trials.push(trial);
    exposure += trial.exposure.iterations;
    if (trial.outcome === 'crashed') crashes++;
  }
  return trials;
}

/**
 * @param {Statistics['random']} random
 * @param {World} world
 * @param {Random} next
 */
function lifetime(random, world, next) {
  const time = random.exponentialDraw(next, MEAN);
  if (world === 'warm-up') return MEAN / 2 + time;
  if (world === 'immune' && next() < 0.5) return Infinity;
  return time;
}

/**
 * @param {number} time
 * @param {number} cap
 * @returns {TrialOutcome}
 */
function runProcess(time, cap) {
  const crashed = time < cap;
  const iterations = Math.min(time, cap);
  return {
    outcome: crashed ? 'crashed' : 'clean',
    signature: crashed ? SIGNATURE : null,
    exposure: { iterations, seconds: iterations / 1000, minorCollections: null },
  };
}
