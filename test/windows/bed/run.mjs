import console from 'node:console';
import path from 'node:path';
import { performance } from 'node:perf_hooks';
import process from 'node:process';
import { makeBed } from './bed.mjs';
import { runFromLinux, runInsideWine } from './layers.mjs';
import { lock } from './lock.mjs';
import { stopWine } from './wine.mjs';

/**
 * Makes the test bed, runs both suites and says how they went; its last line is
 * `windows: N passed, N failed`.
 * @param {string} repository
 * @param {import('./tools.mjs').Tools} tools
 * @param {readonly string[]} filters parts of the names of test files; none for all
 * @returns {Promise<number>} the exit code: 0 when something ran and nothing failed
 */
export async function testInWine(repository, tools, filters) {
  const interrupted = new globalThis.AbortController();
  // Not `once`: execa's own handler ends this process when it finds no other listener left.
  for (const name of ['SIGINT', 'SIGTERM']) process.on(name, () => interrupted.abort());
  try {
    return await testWith(tools, repository, filters, interrupted.signal);
  } catch (error) {
    if (interrupted.signal.aborted) return 130;
    console.error(error instanceof Error ? error.message : error);
    console.log('windows: the test bed could not be made');
    return 1;
  }
}

/**
 * @param {import('./tools.mjs').Tools} tools
 * @param {string} repository
 * @param {readonly string[]} filters
 * @param {AbortSignal} signal
 */
async function testWith(tools, repository, filters, signal) {
  const cache = cacheFolder(repository);
  const lap = stopwatch();
  const unlock = await lock(path.join(cache, 'lock'));
  try {
    const bed = await makeBed({ tools, repository, cache, signal, lap });
    const inside = await runInsideWine(bed, filters, signal);
    signal.throwIfAborted();
    lap('suite inside Wine done');
    const outside = await runFromLinux(bed, filters, signal);
    signal.throwIfAborted();
    lap('suite from Linux done');
    return summarize(
      [inside, outside].filter(({ passed, failed }) => filters.length === 0 || passed + failed > 0),
    );
  } finally {
    await stopWine(tools, path.join(cache, 'prefix'));
    await unlock();
  }
}

/** @param {string} repository */
function cacheFolder(repository) {
  const standard = path.join(repository, 'node_modules', '.cache', 'winrepro-windows');
  return path.resolve(process.env['WINREPRO_WINDOWS_CACHE'] ?? standard);
}

/** @returns {(what: string) => void} prints what was just done, and the seconds since the start */
function stopwatch() {
  const began = performance.now();
  return (what) => {
    console.log(`[${((performance.now() - began) / 1000).toFixed(1)} s] ${what}`);
  };
}

/** @param {readonly import('./layers.mjs').Tally[]} tallies */
function summarize(tallies) {
  const empty = tallies.filter(({ passed, failed }) => passed + failed === 0);
  const passed = tallies.reduce((sum, tally) => sum + tally.passed, 0);
  const failed = tallies.reduce((sum, tally) => sum + tally.failed, 0);
  for (const { name } of empty) console.log(`windows: no test ran ${name}`);
  console.log(`windows: ${passed} passed, ${failed} failed`);
  return failed === 0 && empty.length === 0 ? 0 : 1;
}
