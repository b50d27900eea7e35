// Simulated nights with a known truth, seeded. The statistics under test are handed in: the bench
// takes them from dist, the tests from src.

/**
 * @typedef {object} Statistics
 * @property {typeof import('../../src/statistics/random.ts')} random
 * @property {Pick<typeof import('../../src/statistics/night-verdict.ts'), 'judgeNight'>} verdict
 *
 * @typedef {import('../../src/statistics/random.ts').Random} Random
 * @typedef {import('../../src/statistics/hazard.ts').Rate} Rate
 *
 * @typedef {object} World
 * @property {number} nights in the baseline
 * @property {number} expected crashes in a night
 * @property {number} shape of the gamma factor of each night; Infinity for a constant rate
 * @property {number} ratio of tonight's true rate to that of the baseline
 *
 * @typedef {Record<'better' | 'worse' | 'same' | 'cannot-tell', number>} Shares
 */

/**
 * The foil: the exact interval of two Poisson rates alone, as if nights did not vary.
 * @param {Statistics['verdict']} verdict
 * @returns {Statistics['verdict']}
 */
export function constantRate({ judgeNight }) {
  return {
    judgeNight: (nights, requirement) => {
      const found = judgeNight(nights, requirement);
      const { lower, upper } = found.constant ?? found;
      const changed = upper < 1 ? 'better' : 'cannot-tell';
      return { ...found, kind: lower > 1 ? 'worse' : changed };
    },
  };
}

/** Iterations in a night; some are shorter or longer, as nights are. */
const EXPOSURES = [100_000, 80_000, 125_000];

/** Multiplying uniforms underflows soon after e^-700. */
const LARGEST_MEAN = 500;

/**
 * The shares of the verdicts on so many nights.
 * @param {Statistics} statistics
 * @param {World & { draws: number, seed: number }} options
 * @returns {Shares}
 */
export function judgedNights({ random, verdict }, options) {
  const next = random.seededRandom(options.seed);
  /** @type {Shares} */ const counts = { better: 0, worse: 0, same: 0, 'cannot-tell': 0 };
  for (let draw = 0; draw < options.draws; draw++) {
    const baseline = Array.from({ length: options.nights }, (_, index) =>
      drawNight(random, next, { ...options, ratio: 1, exposure: EXPOSURES[index % 3] ?? 0 }),
    );
    const night = drawNight(random, next, { ...options, exposure: EXPOSURES[0] ?? 0 });
    counts[verdict.judgeNight({ night, baseline }).kind]++;
  }
  for (const kind of /** @type {(keyof Shares)[]} */ (Object.keys(counts))) {
    counts[kind] /= options.draws;
  }
  return counts;
}

/**
 * @param {Statistics['random']} random
 * @param {Random} next
 * @param {Omit<World, 'nights'> & { exposure: number }} world
 * @returns {Rate}
 */
export function drawNight(random, next, { expected, shape, ratio, exposure }) {
  const factor = shape === Infinity ? 1 : random.gammaDraw(next, shape) / shape;
  const mean = (expected * ratio * factor * exposure) / (EXPOSURES[0] ?? 0);
  return { crashes: poissonDraw(next, mean), exposure };
}

/**
 * Uniforms are multiplied until they fall below e^-mean (Knuth, "Seminumerical algorithms", 3.4.1).
 * @param {Random} next
 * @param {number} mean
 * @returns {number}
 */
export function poissonDraw(next, mean) {
  if (mean > LARGEST_MEAN) {
    return poissonDraw(next, LARGEST_MEAN) + poissonDraw(next, mean - LARGEST_MEAN);
  }
  const end = Math.exp(-mean);
  let count = 0;
  for (let product = next(); product > end; product *= next()) count++;
  return count;
}
