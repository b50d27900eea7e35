// Simulated worlds with a known truth for searches, seeded. A search is handed in; the bench takes it
// from dist, the tests from src. Foils are searches too, so that all are measured by one simulator.

/**
 * @typedef {import('../../src/statistics/random.ts').Random} Random
 * @typedef {import('../../src/statistics/hazard.ts').Rate} Rate
 * @typedef {'exponential' | 'drift' | 'warm-up' | 'immune'} World
 * @typedef {{ exposure: number, crashed: boolean }} Process
 */

/**
 * A world in which a search is run to its end.
 * @template Answer
 * @typedef {object} Simulation
 * @property {(control: Rate) => import('../../src/search/search.ts').Search<Answer>} create the
 *   search, given what the simulated control has shown
 * @property {(candidate: string) => boolean} crashes the truth
 * @property {Random} random
 * @property {World} [world] `exponential` when not given; see `lifetime`
 * @property {number} [mean] exposure per crash of the control (10,000 when not given)
 * @property {number} [controlCrashes] 5 when not given
 * @property {(candidate: string) => number} [hazard] of a crashing candidate, as a share of the
 *   control's (1 when not given); drawn per candidate in the world `drift`
 * @property {(candidate: string, layout: number) => boolean} [masks] whether this layout hides the
 *   crash; never when not given
 * @property {number} [foreign] hazard of crashes with another signature, as a share of the
 *   control's: they end a process and are no crash of ours. 0 when not given
 * @property {boolean} [wholeRuns] exposure is counted in runs, and a crash shows at a run's end: a
 *   run crashes with probability 1 / mean. The search is told that the crashing run was half lived:
 *   p (1 - p)^n is nearest to the likelihood of a crash at that time, lambda e^(-lambda (n + 1/2))
 * @property {(candidate: string) => boolean} [builds] false when it cannot be built
 * @property {(candidate: string, layout: number) => string} [binary] what comes out of a build; it is
 *   told to the search when given
 * @property {number} [mostSteps] after so many probes the search counts as endless (100,000)
 */

const LOOP_MEANS = 10;
const CAP_MEANS = 4;

/**
 * Runs the control to its crashes, then the search to its end.
 * @template Answer
 * @param {Simulation<Answer>} simulation
 * @returns {{ exposure: number, control: number, builds: number, probes: number, ended: boolean, answer: Answer }}
 *   exposures in true means of the control: of everything (the control's own included), and of the
 *   control; builds by first use of a candidate in a layout, the control's own build left out
 */
export function simulate(simulation) {
  const { mean = 10_000, mostSteps = 100_000 } = simulation;
  const world = worldOf(simulation);
  const control = runControl(simulation, world);
  const search = simulation.create(control.told);
  const built = new Set();
  let [exposure, probes] = [control.spent, 0];
  let next = search.next();
  for (; next.kind === 'probe' && probes < mostSteps; next = search.next()) {
    const { candidate, layout, exposure: asked } = next.probe;
    const key = `${candidate}@${layout}`;
    if (!built.has(key)) {
      built.add(key);
      if (tellBuild(simulation, search, next.probe)) continue;
    }
    const process = world(candidate, layout, asked);
    search.observe({ type: 'trial', candidate, layout, ...told(simulation, process) });
    exposure += process.exposure;
    probes++;
  }
  return {
    exposure: exposure / mean,
    control: control.spent / mean,
    builds: built.size,
    probes,
    ended: next.kind === 'end',
    answer: search.answer(),
  };
}

/**
 * @template Answer
 * @param {Simulation<Answer>} simulation
 * @param {import('../../src/search/search.ts').Search<Answer>} search
 * @param {{ candidate: string, layout: number }} probe
 * @returns {boolean} whether the search was told something and has to be asked again
 */
function tellBuild({ builds, binary }, search, { candidate, layout }) {
  if (builds?.(candidate) === false) {
    search.observe({ type: 'unbuildable', candidate });
    return true;
  }
  if (!binary) return false;
  search.observe({ type: 'built', candidate, layout, binary: binary(candidate, layout) });
  return true;
}

/**
 * @template Answer
 * @param {Simulation<Answer>} simulation
 * @param {(candidate: string | null, layout: number, exposure: number) => Process} process
 * @returns {{ told: Rate, spent: number }}
 */
function runControl(simulation, process) {
  const { mean = 10_000, controlCrashes = 5, world = 'exponential' } = simulation;
  let [crashes, exposure, spent] = [0, 0, 0];
  while (crashes < controlCrashes) {
    // Processes that never crash have to end; else a process goes on to its crash.
    const known = crashes === 0 ? LOOP_MEANS * mean : (CAP_MEANS * exposure) / crashes;
    const cap = world === 'immune' ? Math.min(LOOP_MEANS * mean, known) : 1e6 * mean;
    const trial = process(null, 0, cap);
    exposure += told(simulation, trial).exposure;
    spent += trial.exposure;
    if (trial.crashed) crashes++;
  }
  return { told: { crashes, exposure }, spent };
}

/**
 * @param {{ wholeRuns?: boolean }} simulation
 * @param {Process} process
 * @returns {Process}
 */
function told({ wholeRuns = false }, { exposure, crashed }) {
  return { exposure: wholeRuns && crashed ? exposure - 0.5 : exposure, crashed };
}

/**
 * One process of a candidate (null: the control) for an exposure.
 * @template Answer
 * @param {Simulation<Answer>} simulation
 * @returns {(candidate: string | null, layout: number, exposure: number) => Process}
 */
function worldOf(simulation) {
  const { mean = 10_000, world = 'exponential', random, foreign = 0, wholeRuns } = simulation;
  /** @type {Map<string, number>} */ const drifted = new Map();
  const shareOf = (/** @type {string | null} */ candidate) => {
    if (candidate === null) return 1;
    if (world !== 'drift') return simulation.hazard?.(candidate) ?? 1;
    const known = drifted.get(candidate) ?? Math.exp(-1.5 * random());
    drifted.set(candidate, known);
    return known;
  };
  return (candidate, layout, exposure) => {
    const bad =
      candidate === null ||
      (simulation.crashes(candidate) && !simulation.masks?.(candidate, layout));
    if (wholeRuns) return bits(bad ? 1 / mean : 0, Math.ceil(exposure - 1e-9), random);
    const own = bad ? lifetime(world, mean / shareOf(candidate), mean, random) : Infinity;
    const other = foreign > 0 ? exponential(mean / foreign, random) : Infinity;
    const end = Math.min(own, other, exposure);
    return { exposure: end, crashed: own === end && own < exposure };
  };
}

/**
 * Facts search-under-noise 5.2, misspecified worlds: half a mean without hazard in `warm-up`, half of
 * the processes without any in `immune`; `drift` (hazards of bad variants .22 to 1 of the control's)
 * is in the mean.
 * @param {World} world
 * @param {number} mean
 * @param {number} controlMean
 * @param {Random} random
 */
function lifetime(world, mean, controlMean, random) {
  const time = exponential(mean, random);
  if (world === 'warm-up') return controlMean / 2 + time;
  if (world === 'immune' && random() < 0.5) return Infinity;
  return time;
}

/**
 * @param {number} chance of a crash in a run
 * @param {number} runs
 * @param {Random} random
 * @returns {Process}
 */
function bits(chance, runs, random) {
  for (let run = 1; run <= runs; run++) {
    if (random() < chance) return { exposure: run, crashed: true };
  }
  return { exposure: runs, crashed: false };
}

/**
 * @param {number} mean
 * @param {Random} random
 */
function exponential(mean, random) {
  return -mean * Math.log(random());
}
