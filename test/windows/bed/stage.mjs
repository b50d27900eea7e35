import fse from 'fs-extra';
import path from 'node:path';
import { npm } from './npm.mjs';
import { onceFor } from './stamp.mjs';

/** Never mirrored: other platforms' modules, and what may be large. */
const leftOut = new Set(['node_modules', '.git', 'coverage', '.winrepro']);

/**
 * Mirrors the working files (committed or not) to where Windows sees them, beside node_modules of
 * its own. What was deleted here goes there too.
 * @param {string} repository
 * @param {string} stage
 * @param {string} cache left out, should it lie inside the repository
 */
export async function mirror(repository, stage, cache) {
  await fse.ensureDir(stage);
  const stale = (await fse.readdir(stage)).filter((name) => name !== 'node_modules');
  await Promise.all(stale.map((name) => fse.remove(path.join(stage, name))));
  const wanted = (await fse.readdir(repository)).filter((name) => !leftOut.has(name));
  await Promise.all(
    wanted.map((name) =>
      fse.copy(path.join(repository, name), path.join(stage, name), {
        filter: (source) => source !== cache,
      }),
    ),
  );
}

/**
 * Installs the locked packages as Windows on x64 gets them.
 * @param {string} stage a mirror of the repository
 * @param {AbortSignal} signal
 * @returns {Promise<boolean>} whether it was done now
 */
export async function installWindowsModules(stage, signal) {
  const stamp = path.join(stage, 'node_modules', '.winrepro-ready');
  const lock = await fse.readFile(path.join(stage, 'package-lock.json'), 'utf8');
  const args = ['ci', '--os=win32', '--cpu=x64', '--ignore-scripts', '--no-audit', '--no-fund'];
  return onceFor(stamp, [lock, ...args], async () => {
    await npm(args, { cwd: stage, signal });
  });
}
