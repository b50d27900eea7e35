// `npm run bench:search`: the searches against the bars of facts search-under-noise 5.7, items 1 to 7,
// in seeded worlds with a known truth. Fails when a bar is missed.
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { ensureReady, root } from '../setup/ensure-ready.js';
import { falseClearRate } from './calibration-worlds.js';
import { orderedBars } from './search-ordered.js';
import { setBars } from './search-sets.js';

const DRAWS = 40_000;
const SEED = 1;
const TOLERANCE = 0.1;

ensureReady();
const start = process.hrtime.bigint();
const random = /** @type {typeof import('../../src/statistics/random.ts')} */ (
  await load('statistics/random')
);
const tClear = /** @type {typeof import('../../src/statistics/t-clear.ts')} */ (
  await load('statistics/t-clear')
);
const ordered = /** @type {typeof import('../../src/search/ordered/ordered-search.ts')} */ (
  await load('search/ordered/ordered-search')
);
const minimalSet = /** @type {typeof import('../../src/search/sets/minimal-set.ts')} */ (
  await load('search/sets/minimal-set')
);
const setName = /** @type {typeof import('../../src/search/sets/set-name.ts')} */ (
  await load('search/sets/set-name')
);
const ok = [
  calibration(),
  orderedBars({ random, ordered }),
  setBars({ random, tClear, minimalSet, setName }),
].every(Boolean);
console.log(`\n${(Number(process.hrtime.bigint() - start) / 1e9).toFixed(1)} s, seed ${SEED}`);
if (!ok) process.exitCode = 1;

/**
 * A module of the build.
 * @param {string} name
 * @returns {Promise<unknown>}
 */
async function load(name) {
  return import(pathToFileURL(path.join(root, 'dist', `${name}.js`)).href);
}

/** Item 1: false clears within a tenth of beta; `npm run bench:calibration` shows more of it. */
function calibration() {
  console.log(`false clears in ${DRAWS} draws, within a tenth of beta`);
  let met = true;
  for (const controlCrashes of [3, 5, 10]) {
    for (const beta of [0.05, 0.01]) {
      const rate = falseClearRate(
        { random },
        {
          rule: (control, error) => tClear.clearExposure(control, { beta: error, rho: 1 }),
          controlCrashes,
          beta,
          draws: DRAWS,
          seed: SEED,
        },
      );
      const isMet = Math.abs(rate / beta - 1) <= TOLERANCE;
      met &&= isMet;
      console.log(
        `  ${isMet ? 'ok    ' : 'MISSED'}  c0 ${controlCrashes}, beta ${beta}: ${rate.toFixed(4)}`,
      );
    }
  }
  return met;
}
