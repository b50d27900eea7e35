// The bars of the ordered search (facts search-under-noise 5.7, items 2, 3, 5, 6 and the ordered half
// of 7) in seeded worlds. Called by scripts/bench/search.js.
import { bonferroniBisection, plainBisection } from './search-ordered-foils.js';
import { orderedWorlds } from './search-ordered-worlds.js';

/**
 * @typedef {import('./search-ordered-worlds.js').Modules} Modules
 * @typedef {import('./search-ordered-worlds.js').Worlds} Worlds
 * @typedef {import('./search-ordered-worlds.js').Summary} Summary
 * @typedef {{ name: string, figure: number, least?: number, most?: number | undefined, digits?: number }} Bar
 */

const SEED = 1;
const DELTA = 0.05;

/**
 * Prints one line a bar and says whether all are met.
 * @param {Modules} modules
 */
export function orderedBars(modules) {
  return [
    ...exponentialBars(modules),
    ...misspecifiedBars(modules),
    ...saltBars(modules),
    ...wholeRunBars(modules),
    ...foreignBars(modules),
  ].every(Boolean);
}

/** @param {Modules} modules */
function exponentialBars(modules) {
  console.log('ordered search, delta .05; exposure in means and builds, the control included');
  return [
    { size: 8, exposures: [13.5, 19], builds: 4.5 },
    { size: 16, exposures: [17, 22.5], builds: 6 },
    { size: 64, exposures: [22.5, 29.5], builds: 8.5 },
  ].flatMap(({ size, exposures, builds }) => {
    const results = [1, 0.5].flatMap((rho, at) => {
      const found = orderedWorlds(modules, { size, rho, worlds: 600, seed: SEED });
      const name = `N ${size} rho ${rho}`;
      return [
        told({ name: `${name} accuracy`, figure: found.accuracy, least: rho === 1 ? 0.93 : 0.98 }),
        told({ name: `${name} exposure`, figure: found.exposure, most: exposures[at], digits: 1 }),
        told({ name: `${name} builds`, figure: found.builds, most: builds, digits: 1 }),
      ];
    });
    foils(modules, size);
    return results;
  });
}

/**
 * @param {Modules} modules
 * @param {number} size
 */
function foils(modules, size) {
  const rules = /** @type {const} */ ([
    ['plug-in Bonferroni', bonferroniBisection(DELTA)],
    ['plain, k 3', plainBisection(3)],
    ['plain, k 1', plainBisection(1)],
  ]);
  const figures = rules.map(([name, foil]) => {
    const found = orderedWorlds(modules, { size, rho: 1, worlds: 600, seed: SEED, foil });
    return `${name}: ${found.accuracy.toFixed(3)} @ ${found.exposure.toFixed(1)}`;
  });
  console.log(`  foils of N ${size}: ${figures.join('; ')}`);
}

/** @param {Modules} modules */
function misspecifiedBars(modules) {
  console.log('\nmisspecified worlds, N 32, rho .5');
  return /** @type {const} */ ([
    ['drift', 0.86],
    ['warm-up', 0.945],
    ['immune', 0.97],
  ]).map(([world, least]) => {
    const options = { size: 32, rho: 0.5, worlds: 400, seed: SEED, world };
    const found = orderedWorlds(modules, options);
    return told({ name: `${world} accuracy`, figure: found.accuracy, least });
  });
}

/** @param {Modules} modules */
function saltBars(modules) {
  console.log('\nlayouts that hide the crash, N 16, rho .5');
  return [
    { masked: 0.1, least: 0.96, most: 48 },
    { masked: 0.3, least: 0.95, most: 160 },
  ].flatMap(({ masked, least, most }) => {
    const options = { size: 16, rho: 0.5, worlds: 150, seed: SEED, masked };
    const salted = orderedWorlds(modules, { ...options, layouts: 64 });
    const unsure = { ...options, layouts: 64, measured: true, worlds: 600 };
    const measured = orderedWorlds(modules, unsure);
    const unsalted = orderedWorlds(modules, options);
    const name = `masked ${masked}`;
    const results = [
      told({ name: `${name} accuracy`, figure: salted.accuracy, least }),
      told({ name: `${name} exposure`, figure: salted.exposure, most, digits: 1 }),
    ];
    const figures = /** @type {const} */ ([
      ['share from six placebos', measured],
      ['foil, unsalted', unsalted],
    ]).map(
      ([what, { accuracy, exposure }]) =>
        `${what}: ${accuracy.toFixed(3)} @ ${exposure.toFixed(1)}`,
    );
    console.log(`  builds ${salted.builds.toFixed(1)}; ${figures.join('; ')}`);
    return results;
  });
}

/** Mean runs of git_bayesect, measured (facts search-under-noise 5.6), by size and chance of a run. */
const GIT_BAYESECT = [
  { size: 16, chance: 0.5, runs: 39.4 },
  { size: 16, chance: 0.3, runs: 72.2 },
  { size: 16, chance: 0.1, runs: 232.6 },
  { size: 128, chance: 0.5, runs: 59 },
  { size: 128, chance: 0.3, runs: 95.5 },
  { size: 128, chance: 0.1, runs: 298 },
];

/** @param {Modules} modules */
function wholeRunBars(modules) {
  console.log("\na run is one bit: runs, the control's included, as a share of git_bayesect's");
  return GIT_BAYESECT.flatMap(({ size, chance, runs }) => {
    // A bar of runs only: a build costs nothing here.
    const options = { size, rho: 1, worlds: 600, seed: SEED, build: 0 };
    const found = orderedWorlds(modules, { ...options, wholeRuns: true, mean: 1 / chance });
    const name = `N ${size} p ${chance}`;
    return [
      told({ name: `${name} accuracy`, figure: found.accuracy, least: 0.92 }),
      told({ name: `${name} runs`, figure: found.exposure / chance / runs, most: 0.78 }),
    ];
  });
}

/**
 * So many worlds that a difference of a point is two standard errors at rho 1.
 * @param {Modules} modules
 */
function foreignBars(modules) {
  console.log("\ncrashes with another signature at .1 of the control's hazard, N 16");
  return [1, 0.5].map((rho) => {
    const options = { size: 16, rho, worlds: 3000, seed: SEED };
    const without = orderedWorlds(modules, options).accuracy;
    const figure = Math.abs(
      orderedWorlds(modules, { ...options, foreign: 0.1 }).accuracy - without,
    );
    return told({ name: `rho ${rho} change of accuracy`, figure, most: 0.01, digits: 4 });
  });
}

/** @param {Bar} bar */
function told({ name, figure, least = -Infinity, most = Infinity, digits = 3 }) {
  const ok = figure >= least && figure <= most;
  const bound = least > -Infinity ? `>= ${least}` : `<= ${most}`;
  console.log(
    `  ${name.padEnd(28)} ${figure.toFixed(digits).padStart(7)}  ${bound.padEnd(8)} ${ok ? 'ok' : 'MISSED'}`,
  );
  return ok;
}
