// Many ordered searches in seeded worlds with a known first crashing index. The modules under test
// are handed in: the bench takes them from dist, the tests from src.
import { simulate } from './search-worlds.js';

/**
 * @typedef {object} Modules
 * @property {typeof import('../../src/search/ordered/ordered-search.ts')} ordered
 * @property {typeof import('../../src/statistics/random.ts')} random
 *
 * @typedef {import('../../src/statistics/hazard.ts').Rate} Rate
 * @typedef {import('../../src/search/search.ts').Search<{ kind: string, first: number | null }>} OrderedSearch
 *
 * @typedef {object} Worlds
 * @property {number} size
 * @property {number} rho
 * @property {number} worlds how many
 * @property {number} seed
 * @property {import('./search-worlds.js').World} [world]
 * @property {number} [mean] exposure per crash of the control
 * @property {boolean} [wholeRuns]
 * @property {number} [foreign]
 * @property {number} [masked] share of the layouts that hide the crash
 * @property {number} [layouts] more than 1: the search is salted
 * @property {boolean} [measured] the search knows the masked share from six placebos only
 * @property {number} [build] what a build costs, in means (1 when not given)
 * @property {(size: number, control: Rate) => OrderedSearch} [foil] in place of the search
 *
 * @typedef {{ accuracy: number, exposure: number, p95: number, builds: number, undecided: number }} Summary
 */

const DELTA = 0.05;
const PLACEBOS = 6;

/**
 * @param {Modules} modules
 * @param {Worlds} options
 * @returns {Summary} exposures in means and builds, the control's own included
 */
export function orderedWorlds(modules, options) {
  const random = modules.random.seededRandom(options.seed);
  const results = Array.from({ length: options.worlds }, () => oneWorld(modules, options, random));
  const exposures = results.map(({ exposure }) => exposure).sort((a, b) => a - b);
  const mean = (/** @type {number[]} */ values) =>
    values.reduce((sum, value) => sum + value, 0) / values.length;
  return {
    accuracy: mean(results.map(({ right }) => Number(right))),
    exposure: mean(exposures),
    p95: exposures[Math.ceil(0.95 * exposures.length) - 1] ?? NaN,
    builds: mean(results.map(({ builds }) => builds + 1)),
    undecided: mean(results.map(({ decided }) => Number(!decided))),
  };
}

/**
 * @param {Modules} modules
 * @param {Worlds} options
 * @param {import('../../src/statistics/random.ts').Random} random
 */
function oneWorld({ ordered }, options, random) {
  const { size, rho, masked = 0, layouts = 1, build = 1, foil } = options;
  const { world = 'exponential', mean = 10_000, wholeRuns = false, foreign = 0 } = options;
  const truth = 1 + Math.floor(random() * (size - 1));
  /** @type {Map<string, boolean>} */ const hidden = new Map();
  const settings = {
    delta: DELTA,
    rho,
    costs: { build, startup: 0 },
    masked: layouts === 1 ? 0 : options.measured ? measuredShare(masked, random) : masked,
    layouts,
    size,
    bracketed: true,
  };
  const { exposure, builds, answer, ended } = simulate({
    create: (control) =>
      foil ? foil(size, control) : ordered.createOrderedSearch({ ...settings, control }),
    crashes: (candidate) => Number(candidate) >= truth,
    masks: (candidate, layout) => {
      const place = `${candidate}@${layout}`;
      const hides = hidden.get(place) ?? random() < masked;
      hidden.set(place, hides);
      return hides;
    },
    ...{ random, world, mean, wholeRuns, foreign },
  });
  return {
    right: answer.first === truth,
    decided: ended && answer.kind === 'found',
    exposure,
    builds,
  };
}

/**
 * What placebos show of the masked share: (k + 1/2) / (n + 1), as statistics/placebo.ts.
 * @param {number} masked
 * @param {import('../../src/statistics/random.ts').Random} random
 */
function measuredShare(masked, random) {
  let quiet = 0;
  for (let placebo = 0; placebo < PLACEBOS; placebo++) if (random() < masked) quiet++;
  return (quiet + 0.5) / (PLACEBOS + 1);
}
