import { execa } from 'execa';
import fse from 'fs-extra';
import path from 'node:path';
import process from 'node:process';

/**
 * @typedef {{ name: string, passed: number, failed: number }} Tally
 * @typedef {object} Report The part of vitest's JSON report that is read.
 * @property {number} numPassedTests
 * @property {number} numFailedTests
 * @property {{ status: string, assertionResults: { status: string }[] }[]} testResults
 */

const vitest = path.join('node_modules', 'vitest', 'vitest.mjs');

/**
 * The win32 suite: vitest itself runs in Wine, under the real node.exe.
 * @param {import('./bed.mjs').Bed} bed
 * @param {readonly string[]} filters parts of file names; none for all
 * @param {AbortSignal} signal
 * @returns {Promise<Tally>}
 */
export async function runInsideWine(bed, filters, signal) {
  const report = path.join(bed.reports, 'inside-wine.json');
  const limit = 15 * 60_000;
  const bridge = [bed.wrun, '--timeout', String(limit), '--'];
  const program = [
    bed.windowsNode,
    vitest,
    'run',
    '--config',
    'test/windows/vitest.windows.config.ts',
    ...narrowed(filters),
  ];
  return run('inside Wine', report, () =>
    execa(bed.wine, [...bridge, ...program, ...reporters(`Z:${report}`)], {
      cwd: bed.stage,
      env: { ...bed.environment, WINREPRO_WINDOWS_FIXTURES: bed.windowsFixtures, NO_COLOR: '1' },
      extendEnv: false,
      cancelSignal: signal,
      timeout: limit + 30_000,
      reject: false,
      // wrun ends its job when stdin ends, so stdin stays open for as long as this process lives.
      stdin: 'pipe',
      stdout: 'inherit',
      stderr: [withoutWineNoise, 'inherit'],
    }),
  );
}

/**
 * The suite that drives the built CLI, as a Windows program, from Linux.
 * @param {import('./bed.mjs').Bed} bed
 * @param {readonly string[]} filters parts of file names; none for all
 * @param {AbortSignal} signal
 * @returns {Promise<Tally>}
 */
export async function runFromLinux(bed, filters, signal) {
  const report = path.join(bed.reports, 'from-linux.json');
  const program = [
    vitest,
    'run',
    '--config',
    'test/windows/vitest.e2e.config.ts',
    ...narrowed(filters),
  ];
  return run('from Linux', report, () =>
    execa(process.execPath, [...program, ...reporters(report)], {
      cwd: bed.repository,
      env: { WINREPRO_WINDOWS_BED: bed.file, NO_COLOR: '1' },
      cancelSignal: signal,
      timeout: 30 * 60_000,
      reject: false,
      stdio: ['ignore', 'inherit', 'inherit'],
    }),
  );
}

/**
 * Wine announces every crash on the Linux stderr, past WINEDEBUG=-all; crashes are our trade.
 * @param {unknown} line
 */
function* withoutWineNoise(line) {
  if (!String(line).startsWith('wine: ')) yield line;
}

/**
 * A filter may leave one of the suites empty.
 * @param {readonly string[]} filters
 */
function narrowed(filters) {
  return filters.length === 0 ? [] : [...filters, '--passWithNoTests'];
}

/** @param {string} file where the JSON report goes, as the running vitest sees it */
function reporters(file) {
  return ['--reporter=default', '--reporter=json', `--outputFile.json=${file}`];
}

/**
 * @param {string} name
 * @param {string} report
 * @param {() => Promise<{ exitCode?: number | undefined }>} start
 * @returns {Promise<Tally>}
 */
async function run(name, report, start) {
  await fse.remove(report);
  const { exitCode } = await start();
  const tally = { name, ...(await count(report)) };
  // An unhandled error, a timeout or no test at all fails a run in which no test failed.
  return exitCode === 0 || tally.failed > 0 ? tally : { ...tally, failed: 1 };
}

/** @param {string} file */
async function count(file) {
  if (!(await fse.pathExists(file))) return { passed: 0, failed: 0 };
  /** @type {unknown} */
  const parsed = await fse.readJson(file);
  const report = /** @type {Report} */ (parsed);
  // A file that could not even be loaded has no tests to count; it counts as one failure.
  const broken = report.testResults.filter(
    ({ status, assertionResults }) =>
      status === 'failed' && !assertionResults.some((test) => test.status === 'failed'),
  );
  return {
    passed: report.numPassedTests,
    failed: report.numFailedTests + broken.length,
  };
}
