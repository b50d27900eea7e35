// `npm run bench:nights`: whether the verdicts on nights err as often as they say, in simulated nights
// with a known truth, seeded. Fails when a rate is off, or when the foil passes: a bench that a
// wrong rule passes shows nothing.
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { ensureReady, root } from '../setup/ensure-ready.js';
import { constantRate, judgedNights } from './nights-worlds.js';

const DRAWS = 4000;
const SEED = 1;
const ALARM = 0.01;
const EXPECTED = [0.5, 2, 5, 10, 20, 50, 200];
const SIZES = Array.from({ length: 14 }, (_, index) => index + 1);

ensureReady();
const start = process.hrtime.bigint();
const statistics = {
  random: /** @type {typeof import('../../src/statistics/random.ts')} */ (await load('random')),
  verdict: /** @type {typeof import('../../src/statistics/night-verdict.ts')} */ (
    await load('night-verdict')
  ),
};
const foil = { ...statistics, verdict: constantRate(statistics.verdict) };
const spreadNights = { shapes: [4, 10], sizes: [7, 10, 14], most: 2 * ALARM };

console.log(`${DRAWS.toLocaleString('en-US')} nights a cell; columns: crashes expected a night`);
const ok = [
  alarms('false alarms, one constant rate', statistics, {
    shapes: [Infinity],
    sizes: SIZES,
    most: ALARM + 3 * Math.sqrt((ALARM * (1 - ALARM)) / DRAWS),
  }),
  alarms('false alarms, gamma-spread nights', statistics, spreadNights),
  tripled(),
  falselySame(),
  !alarms('the exact comparison alone (a foil: it must fail)', foil, spreadNights),
].every(Boolean);
// Too few nights to measure a spread well: told, not judged.
alarms('false alarms with fewer nights, not judged', statistics, {
  shapes: [4, 10],
  sizes: [1, 2, 3, 4, 5, 6],
  most: 1,
});
console.log(`\n${(Number(process.hrtime.bigint() - start) / 1e9).toFixed(1)} s, seed ${SEED}`);
if (!ok) process.exitCode = 1;

/**
 * A module of the built statistics.
 * @param {string} name
 * @returns {Promise<unknown>}
 */
function load(name) {
  return import(pathToFileURL(path.join(root, 'dist', 'statistics', `${name}.js`)).href);
}

/**
 * Whether nights like the others are called better or worse at most so often, in every cell.
 * @param {string} title
 * @param {import('./nights-worlds.js').Statistics} by
 * @param {{ shapes: number[], sizes: number[], most: number }} options
 */
function alarms(title, by, { shapes, sizes, most }) {
  const worlds = shapes.flatMap((shape) => sizes.map((nights) => ({ nights, shape, ratio: 1 })));
  return table(title, { by, worlds, columns: EXPECTED }, (found) => {
    const share = found.better + found.worse;
    return { share, ok: share <= most };
  });
}

/** Told, and judged where it was promised: 7 earlier nights, and 20 crashes or more. */
function tripled() {
  const worlds = [3, 5, 7, 10, 14].map((nights) => ({ nights, shape: Infinity, ratio: 3 }));
  const title = 'called worse with a tripled rate';
  return table(title, { by: statistics, worlds, columns: EXPECTED }, (found, cell) => ({
    share: found.worse,
    ok: cell.nights < 7 || cell.expected < 20 || found.worse >= 0.95,
  }));
}

function falselySame() {
  const worlds = [Infinity, 10, 4].flatMap((shape) =>
    [1, 3, 5, 7, 14].flatMap((nights) => [2, 0.5].map((ratio) => ({ nights, shape, ratio }))),
  );
  const title = 'called the same with a rate twice or half';
  return table(title, { by: statistics, worlds, columns: [20, 50, 200] }, ({ same }) => ({
    share: same,
    ok: same <= 0.05,
  }));
}

/**
 * @typedef {Omit<import('./nights-worlds.js').World, 'expected'>} Row
 * @param {string} title
 * @param {{ by: import('./nights-worlds.js').Statistics, worlds: Row[], columns: number[] }} options
 * @param {(found: import('./nights-worlds.js').Shares, cell: import('./nights-worlds.js').World) => { share: number, ok: boolean }} judge
 */
function table(title, { by, worlds, columns }, judge) {
  console.log(`\n${title}`);
  console.log(`  nights shape ratio  ${columns.map((one) => String(one).padEnd(9)).join('')}`);
  let good = true;
  for (const world of worlds) {
    const cells = columns.map((expected) => {
      const cell = { ...world, expected };
      const { share, ok } = judge(judgedNights(by, { ...cell, draws: DRAWS, seed: SEED }), cell);
      good &&= ok;
      return `${share.toFixed(4)}${ok ? '' : ' !'}`.padEnd(9);
    });
    const shape = world.shape === Infinity ? '-' : String(world.shape);
    const head = [
      String(world.nights).padStart(6),
      shape.padStart(5),
      String(world.ratio).padStart(5),
    ];
    console.log(`  ${head.join(' ')}  ${cells.join('')}`);
  }
  return good;
}
