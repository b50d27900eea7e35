import { execa } from 'execa';
import fse from 'fs-extra';
import path from 'node:path';
import { compileFolder } from './compile.mjs';
import { installWindowsModules, mirror } from './stage.mjs';
import { fetchWindowsNode } from './windows-node.mjs';
import { keepServices, startWine, wineEnvironment } from './wine.mjs';

/**
 * What the tests need to know. Paths are Linux paths unless a name says Windows.
 * @typedef {object} Bed
 * @property {string} file this very record, as JSON
 * @property {string} repository
 * @property {string} wine
 * @property {string} wrun
 * @property {string} windowsNode
 * @property {string} windowsFixtures folder of the programs built from test/windows/fixtures
 * @property {string} driveC
 * @property {string} stage the mirror of the repository
 * @property {string} scratch emptied before every run
 * @property {string} reports
 * @property {Record<string, string>} environment for Windows processes
 */

/**
 * Makes whatever is missing or out of date, and starts Wine. Everything the tests see lies on drive C,
 * in a path with a space and a non-ASCII letter.
 * @param {{ tools: import('./tools.mjs').Tools, repository: string, cache: string,
 *   signal: AbortSignal, lap: (what: string) => void }} parts
 * @returns {Promise<Bed>}
 */
export async function makeBed({ tools, repository, cache, signal, lap }) {
  const versions = {
    wine: (await execa(tools.wine, ['--version'])).stdout,
    gcc: (await execa(tools.gcc, ['--version'])).stdout,
  };
  const prefix = path.join(cache, 'prefix');
  const driveC = path.join(prefix, 'drive_c');
  const helpers = path.join(cache, 'helpers');
  const home = path.join(driveC, 'Prüf stand');
  const stage = path.join(home, 'winrepro');
  const fixtures = path.join(home, 'fixtures');
  const sources = path.join(repository, 'test', 'windows');
  const compiler = { gcc: tools.gcc, version: versions.gcc, signal };

  await compileFolder(compiler, path.join(sources, 'helpers'), helpers);
  lap('helpers built');
  const node = await fetchWindowsNode(path.join(cache, 'node'), signal);
  lap('node.exe ready');
  const made = await startWine(tools, prefix, versions.wine, signal);
  void keepServices(tools, prefix, path.join(helpers, 'idle.exe'));
  lap(made ? 'prefix made' : 'prefix ready');
  await placeHelpers(helpers, path.join(sources, 'shims'), driveC);
  await compileFolder(compiler, path.join(sources, 'fixtures'), fixtures);
  lap('fixtures built');
  await mirror(repository, stage, cache);
  const installed = await installWindowsModules(stage, signal);
  lap(installed ? 'win32 node_modules installed' : 'win32 node_modules ready');

  const bed = {
    file: path.join(cache, 'bed.json'),
    repository,
    wine: tools.wine,
    wrun: path.join(helpers, 'wrun.exe'),
    windowsNode: node,
    windowsFixtures: 'C:\\Prüf stand\\fixtures',
    driveC,
    stage,
    scratch: path.join(home, 'scratch'),
    reports: path.join(cache, 'reports'),
    environment: { ...wineEnvironment(prefix), WINREPRO_MINGW_GCC: tools.gcc },
  };
  await Promise.all([fse.emptyDir(bed.reports), fse.emptyDir(bed.scratch)]);
  await fse.writeJson(bed.file, bed, { spaces: 2 });
  return bed;
}

/** Parts of other scripts, no programs. */
const sourced = new Set(['common.sh', 'compiler-arguments.sh']);

/**
 * @param {string} helpers
 * @param {string} shims
 * @param {string} driveC
 */
async function placeHelpers(helpers, shims, driveC) {
  const system = path.join(driveC, 'windows', 'system32');
  await fse.copy(path.join(helpers, 'taskkill.exe'), path.join(system, 'taskkill.exe'));
  await fse.copy(
    path.join(helpers, 'bcryptprimitives.dll'),
    path.join(system, 'bcryptprimitives.dll'),
  );
  const target = path.join(driveC, 'shims');
  await fse.copy(shims, target);
  for (const name of ['cdb.exe', 'procdump.exe']) {
    await fse.copy(path.join(helpers, name), path.join(target, name));
  }
  const scripts = (await fse.readdir(shims)).filter((name) => !sourced.has(name));
  await Promise.all(
    scripts.map((name) =>
      fse.copy(
        path.join(helpers, 'unixshim.exe'),
        path.join(target, `${path.basename(name, '.sh')}.exe`),
      ),
    ),
  );
}
