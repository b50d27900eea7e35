// The set searches against the bars of facts search-under-noise 5.7, items 4 and 7, in seeded
// simulated worlds. The modules under test are handed in.
import { ddmin, foil, leaveOneOut } from './search-sets-foils.js';
import { simulate } from './search-worlds.js';

/**
 * @typedef {object} SetModules
 * @property {typeof import('../../src/statistics/random.ts')} random
 * @property {typeof import('../../src/statistics/t-clear.ts')} tClear
 * @property {typeof import('../../src/search/sets/minimal-set.ts')} minimalSet
 * @property {typeof import('../../src/search/sets/set-name.ts')} setName
 *
 * @typedef {import('../../src/statistics/random.ts').Random} Random
 * @typedef {import('../../src/statistics/hazard.ts').Rate} Rate
 * @typedef {import('../../src/search/search.ts').Search<readonly number[]>} SetFoil
 *
 * @typedef {object} Figures means over the worlds, exposure in means of the control
 * @property {number} exact share of worlds with exactly the needed set
 * @property {number} sound share of worlds in which the reported set crashes
 * @property {number} exposure
 * @property {number} builds
 *
 * @typedef {object} Cell
 * @property {number} size
 * @property {number} needed
 * @property {number} exposure most that a search may need
 * @property {number} builds
 */

/** @type {readonly Cell[]} */
const CELLS = [
  { size: 8, needed: 2, exposure: 48, builds: 13 },
  { size: 16, needed: 2, exposure: 58, builds: 20 },
  { size: 32, needed: 2, exposure: 69, builds: 26 },
  { size: 64, needed: 3, exposure: 117, builds: 46 },
];
const WORLDS = 200;
const FOREIGN_WORLDS = 400;
const SEED = 1;
const DELTA = 0.05;
const RHO = 0.5;
const EXACT = 0.975;
const OF_DDMIN = 0.55;
/** From this size on the exposure is held against that of delta debugging. */
const LARGE = 16;
/** Of the control's hazard, with another signature. */
const FOREIGN = 0.1;
/** A foil's run, in means of the control. */
const RUN = 2;

/**
 * Prints one line a bar and says whether all are met.
 * @param {SetModules} modules
 */
export function setBars(modules) {
  console.log(
    `minimal sets, rho ${RHO}, delta ${DELTA}; exposure in means and builds, the control included`,
  );
  return [...CELLS.map((cell) => cellBars(modules, cell)), foreignBars(modules)].every(Boolean);
}

/**
 * @param {SetModules} modules
 * @param {Cell} cell
 */
function cellBars(modules, cell) {
  const { size } = cell;
  const own = worldsOf(modules, cell, (control) => searchOf(modules, control, size));
  const foils = foilsOf(modules, size).map(({ name, create }) => ({
    name,
    figures: worldsOf(modules, cell, create),
  }));
  const name = `n ${size}, k ${cell.needed}`;
  const met = [
    told({ name: `${name} exact`, figure: own.exact, least: EXACT }),
    told({ name: `${name} sound`, figure: own.sound, least: 1 }),
    told({ name: `${name} exposure`, figure: own.exposure, most: cell.exposure, digits: 1 }),
    told({ name: `${name} builds`, figure: own.builds, most: cell.builds, digits: 1 }),
  ];
  if (size >= LARGE) {
    const share = own.exposure / (foils[0]?.figures.exposure ?? 0);
    met.push(told({ name: `${name} exposure of ddmin's`, figure: share, most: OF_DDMIN }));
  }
  for (const { name: rule, figures } of foils) {
    console.log(
      `    ${rule.padEnd(37)} exact ${figures.exact.toFixed(3)} @ ${figures.exposure.toFixed(1)}, builds ${figures.builds.toFixed(1)}`,
    );
  }
  return met.every(Boolean);
}

/**
 * Crashes with another signature only end a process sooner.
 * @param {SetModules} modules
 */
function foreignBars(modules) {
  const [size, needed] = [16, 2];
  const create = (/** @type {Rate} */ control) => searchOf(modules, control, size);
  const options = { size, needed, worlds: FOREIGN_WORLDS };
  const without = worldsOf(modules, options, create);
  const beside = worldsOf(modules, { ...options, foreign: FOREIGN }, create);
  console.log(`foreign crashes at ${FOREIGN} of the control's hazard, ${FOREIGN_WORLDS} worlds`);
  const name = `n ${size}, k ${needed}`;
  return [
    told({
      name: `${name} change of exact`,
      figure: Math.abs(beside.exact - without.exact),
      most: 0.01,
      digits: 4,
    }),
    told({ name: `${name} sound`, figure: beside.sound, least: 1 }),
  ].every(Boolean);
}

/** @param {{ name: string, figure: number, least?: number, most?: number, digits?: number }} bar */
function told({ name, figure, least = -Infinity, most = Infinity, digits = 3 }) {
  const ok = figure >= least && figure <= most;
  const bound = least > -Infinity ? `>= ${least}` : `<= ${most}`;
  console.log(
    `  ${name.padEnd(32)} ${figure.toFixed(digits).padStart(7)}  ${bound.padEnd(8)} ${ok ? 'ok' : 'MISSED'}`,
  );
  return ok;
}

/**
 * Runs one way of searching in so many worlds; the seed alone decides what is needed in each.
 * @param {SetModules} modules
 * @param {{ size: number, needed: number, worlds?: number, foreign?: number }} options
 * @param {(control: Rate) => SetFoil} create
 * @returns {Figures}
 */
function worldsOf({ random, setName }, { size, needed, worlds = WORLDS, foreign = 0 }, create) {
  let [exact, sound, exposure, builds] = [0, 0, 0, 0];
  for (let world = 0; world < worlds; world++) {
    const next = random.seededRandom(SEED * 1e6 + size * 1e3 + world);
    const truth = draw(size, needed, next);
    const run = simulate({
      create,
      crashes: (candidate) => holds(setName.parseSet(candidate, size), truth),
      random: next,
      foreign,
    });
    if (run.ended && holds(run.answer, truth)) sound++;
    if (run.ended && run.answer.length === needed && holds(run.answer, truth)) exact++;
    exposure += run.exposure;
    builds += run.builds;
  }
  const mean = (/** @type {number} */ total) => total / worlds;
  return { exact: mean(exact), sound: mean(sound), exposure: mean(exposure), builds: mean(builds) };
}

/**
 * @param {SetModules} modules
 * @param {Rate} control
 * @param {number} size
 * @returns {SetFoil} the search under test, with the elements of its one set for an answer
 */
function searchOf({ minimalSet }, control, size) {
  const search = minimalSet.createSetSearch({
    control,
    delta: DELTA,
    rho: RHO,
    costs: { build: 1, startup: 0 },
    masked: 0,
    layouts: 1,
    size,
    implications: [],
    maxSets: 1,
    singles: false,
    strategy: 'probdd',
  });
  return { ...search, answer: () => search.answer().sets[0]?.elements ?? [] };
}

/**
 * The first is what the search is held against: the cheapest delta debugging with repeats for a
 * stated error. It takes the control's rate for known and rho for 1, and allows for 2 n verdicts.
 * @param {SetModules} modules
 * @param {number} size
 * @returns {{ name: string, create: (control: Rate) => SetFoil }[]}
 */
function foilsOf({ tClear, setName }, size) {
  const name = setName.formatSet;
  const mean = (/** @type {Rate} */ { crashes, exposure }) => exposure / crashes;
  const cleared = (/** @type {Rate} */ control, /** @type {number} */ beta) =>
    tClear.clearExposure(control, { beta, rho: RHO });
  /** @type {(named: string, after: (control: Rate) => number) => { name: string, create: (control: Rate) => SetFoil }} */
  const repeated = (named, after) => ({
    name: named,
    create: (control) => foil(ddmin(size), { name, cleanAfter: after(control) }),
  });
  return [
    repeated(
      'ddmin, Bonferroni, plug-in rate',
      (control) => mean(control) * Math.log((2 * size) / DELTA),
    ),
    repeated('ddmin, Bonferroni, T_clear', (control) => cleared(control, DELTA / (2 * size))),
    repeated('ddmin, 3 runs each', (control) => 3 * RUN * mean(control)),
    repeated('ddmin, one run each', (control) => RUN * mean(control)),
    {
      name: 'leave one out, each verdict at delta',
      create: (control) => foil(leaveOneOut(size), { name, cleanAfter: cleared(control, DELTA) }),
    },
  ];
}

/**
 * @param {number} size
 * @param {number} needed
 * @param {Random} random
 */
function draw(size, needed, random) {
  /** @type {Set<number>} */ const drawn = new Set();
  while (drawn.size < needed) drawn.add(Math.floor(random() * size));
  return [...drawn];
}

/**
 * @param {readonly number[]} set
 * @param {readonly number[]} elements
 */
function holds(set, elements) {
  return elements.every((element) => set.includes(element));
}
