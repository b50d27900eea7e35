// `npm run bench:calibration`: whether "cleared" errs as often as it says, in simulated hunts with
// a known truth, seeded. Fails when a rate is off, or when the foil passes: a bench that a wrong
// rule passes shows nothing.
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { ensureReady, root } from '../setup/ensure-ready.js';
import { falseClearRate, hunts, plugIn, worlds } from './calibration-worlds.js';

const DRAWS = 40_000;
const HUNTS = 3000;
const SEED = 1;
const TOLERANCE = 0.1;

ensureReady();
const start = process.hrtime.bigint();
const statistics = await loadStatistics();
const ok = [calibration(), foil()].every(Boolean);
misspecified();
console.log(`\n${(Number(process.hrtime.bigint() - start) / 1e9).toFixed(1)} s, seed ${SEED}`);
if (!ok) process.exitCode = 1;

/** @returns {Promise<import('./calibration-worlds.js').Statistics>} */
async function loadStatistics() {
  return {
    random: /** @type {typeof import('../../src/statistics/random.ts')} */ (await load('random')),
    tClear: /** @type {typeof import('../../src/statistics/t-clear.ts')} */ (await load('t-clear')),
    control: /** @type {typeof import('../../src/statistics/control.ts')} */ (
      await load('control')
    ),
    verdict: /** @type {typeof import('../../src/statistics/verdict.ts')} */ (
      await load('verdict')
    ),
  };
}

/**
 * A module of the built statistics.
 * @param {string} name
 * @returns {Promise<unknown>}
 */
function load(name) {
  return import(pathToFileURL(path.join(root, 'dist', 'statistics', `${name}.js`)).href);
}

/** Every cell within a tenth of its beta. */
function calibration() {
  console.log(`false clears of T_clear in ${DRAWS.toLocaleString('en-US')} draws, rho 1`);
  const rows = cells((control, beta) => statistics.tClear.clearExposure(control, { beta, rho: 1 }));
  return rows.every(({ off }) => Math.abs(off) <= TOLERANCE);
}

/** The plug-in rule has to fail in every cell. */
function foil() {
  console.log('\nthe plug-in rule (a foil: it must fail)');
  return cells(plugIn).every(({ off }) => Math.abs(off) > TOLERANCE);
}

/** @param {import('./calibration-worlds.js').ClearRule} rule */
function cells(rule) {
  const rows = [];
  for (const controlCrashes of [3, 5, 10]) {
    for (const beta of [0.05, 0.01]) {
      const rate = falseClearRate(statistics, {
        rule,
        controlCrashes,
        beta,
        draws: DRAWS,
        seed: SEED,
      });
      const off = rate / beta - 1;
      const told = `${off < 0 ? '' : '+'}${(100 * off).toFixed(1)} %`;
      const judged = Math.abs(off) <= TOLERANCE ? 'within a tenth' : 'OFF';
      console.log(
        `  c0 ${String(controlCrashes).padStart(2)}  beta ${beta}  ${rate.toFixed(4)}  ${told}  ${judged}`,
      );
      rows.push({ off });
    }
  }
  return rows;
}

/** Reported, not judged: how far a broken model carries, and what the model checks give back. */
function misspecified() {
  console.log(
    `\nbroken models, beta .05, ${HUNTS} hunts each: false clears by the formula alone | with the model checks (undecided, exposure in means)`,
  );
  for (const controlCrashes of [5, 10]) {
    for (const world of worlds) {
      const told = [1, 0.5, 0.33].map((rho) => {
        const options = { world, requirement: { beta: 0.05, rho }, controlCrashes, seed: SEED };
        const formula = hunts(statistics, { ...options, draws: HUNTS, checks: false });
        const whole = hunts(statistics, { ...options, draws: HUNTS, checks: true });
        return `rho ${rho}: ${formula.falseClears.toFixed(3)} | ${whole.falseClears.toFixed(3)} (${whole.undecided.toFixed(3)}, ${whole.exposure.toFixed(1)})`;
      });
      console.log(
        `  c0 ${String(controlCrashes).padStart(2)}  ${world.padEnd(12)}${told.join('   ')}`,
      );
    }
  }
}
