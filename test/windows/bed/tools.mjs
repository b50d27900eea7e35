import fs from 'node:fs';
import path from 'node:path';

/**
 * @typedef {{ wine: string, wineserver: string, gcc: string }} Tools Absolute paths on the Linux side.
 */

export const aptCommand =
  'apt-get install -y --no-install-recommends wine64 gcc-mingw-w64-x86-64-win32';

// Imports nothing but Node: it runs before the packages are installed.

/**
 * The Linux programs the test bed needs, or the names of the missing ones.
 * @param {NodeJS.ProcessEnv} environment where PATH is looked up
 * @returns {{ tools: Tools } | { missing: string[] }}
 */
export function findTools(environment) {
  // Debian's wine64 package puts its programs here; the `wine` package on PATH is only a wrapper.
  const folders = ['/usr/lib/wine', ...(environment['PATH'] ?? '').split(path.delimiter)];
  const wine = find(['wine64', 'wine'], folders);
  const wineserver = find(['wineserver64', 'wineserver'], folders);
  const gcc = find(['x86_64-w64-mingw32-gcc', 'x86_64-w64-mingw32-gcc-win32'], folders);
  if (wine !== undefined && wineserver !== undefined && gcc !== undefined) {
    return { tools: { wine, wineserver, gcc } };
  }
  const found = { wine64: wine, wineserver, 'x86_64-w64-mingw32-gcc': gcc };
  return {
    missing: Object.entries(found).flatMap(([name, file]) => (file === undefined ? [name] : [])),
  };
}

/**
 * @param {string[]} names in the order of preference
 * @param {string[]} folders
 */
function find(names, folders) {
  return names
    .flatMap((name) => folders.filter(Boolean).map((folder) => path.join(folder, name)))
    .find((file) => fs.existsSync(file));
}
