import fse from 'fs-extra';
import { createHash } from 'node:crypto';

/**
 * Does `work` unless the stamp file already holds the hash of `inputs`. The stamp is taken away
 * before the work and written after it, so that an interrupted run is redone.
 * @param {string} file the stamp
 * @param {readonly string[]} inputs everything the result depends on
 * @param {() => Promise<void>} work
 * @returns {Promise<boolean>} whether the work was done now
 */
export async function onceFor(file, inputs, work) {
  const key = createHash('sha256').update(JSON.stringify(inputs)).digest('hex');
  if ((await fse.pathExists(file)) && (await fse.readFile(file, 'utf8')) === key) return false;
  await fse.remove(file);
  await work();
  await fse.outputFile(file, key);
  return true;
}
