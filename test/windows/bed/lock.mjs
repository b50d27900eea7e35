import fse from 'fs-extra';
import process from 'node:process';

/**
 * One run at a time in a cache folder: the end of a run stops the prefix's wineserver, and with it
 * every Windows process of another run.
 * @param {string} file
 * @returns {Promise<() => Promise<void>>} gives the lock back
 * @throws when a living process holds it
 */
export async function lock(file) {
  const holder = await fse.readFile(file, 'utf8').catch(() => undefined);
  if (holder !== undefined && isAlive(Number(holder))) {
    throw new Error(
      `Another run (process ${holder}) uses ${file}: wait for it, or set WINREPRO_WINDOWS_CACHE to a folder of your own.`,
    );
  }
  await fse.remove(file);
  await fse.outputFile(file, String(process.pid), { flag: 'wx' });
  return () => fse.remove(file);
}

/** @param {number} pid */
function isAlive(pid) {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}
