// `npm run test:numpy`: the recipe numpy-pypy with the real NumPy v1.21.0 and the real PyPy, on
// Linux: one whole build (3 minutes on an idle machine) and what follows from it. The release
// archive comes from PyPI by pip and is kept in node_modules/.cache/winrepro-numpy. Exit code 0:
// every test passed, or (outside CI only) a tool is missing here.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { ensureReady, root, runNode } from './setup/ensure-ready.js';

const PACKAGES = 'pypy3 pypy3-dev cython3 python3-pip python3-setuptools gcc git';
const cache = path.join(root, 'node_modules', '.cache', 'winrepro-numpy');

process.exitCode = await main();

async function main() {
  const missing = ['pypy3', 'gcc', 'git'].filter((name) => !answers(name));
  if (missing.length > 0) return without(missing);
  ensureReady();
  const archive = findArchive() ?? download();
  if (archive === undefined) return 1;
  process.env['WINREPRO_NUMPY_ARCHIVE'] = archive;
  const vitest = path.join(root, 'node_modules', 'vitest', 'vitest.mjs');
  const config = path.join(root, 'test', 'numpy', 'vitest.config.ts');
  return runNode(vitest, 'run', '--config', config, ...process.argv.slice(2));
}

/** @param {string} program */
function answers(program) {
  return spawnSync(program, ['--version'], { stdio: 'ignore' }).status === 0;
}

function findArchive() {
  if (!existsSync(cache)) return undefined;
  const name = readdirSync(cache).find((file) => /^numpy-1\.21\.0\.(zip|tar\.gz)$/.test(file));
  return name === undefined ? undefined : path.join(cache, name);
}

/** pip asks the release for its metadata, for which it needs the setuptools of its time: PyPy's pip does. */
function download() {
  mkdirSync(cache, { recursive: true });
  const words = 'download --quiet --no-deps --no-binary numpy numpy==1.21.0 --dest'.split(' ');
  const result = spawnSync('pypy3', ['-m', 'pip', ...words, cache], { stdio: ['ignore', 2, 2] });
  const archive = findArchive();
  if (result.status === 0 && archive !== undefined) return archive;
  console.error(
    "NumPy's release archive could not be downloaded (pip's words are above): check the network, " +
      `or put numpy-1.21.0.zip into ${cache}`,
  );
  return undefined;
}

/**
 * A test that silently does nothing would look like a working recipe.
 * @param {readonly string[]} missing
 */
function without(missing) {
  const sentence = `The NumPy tests need ${missing.join(', ')}: on Debian, apt-get install ${PACKAGES}`;
  if (process.env['CI']) {
    console.error(sentence);
    return 1;
  }
  const rule = '*'.repeat(72);
  console.log(`${rule}\nSKIPPED: the NumPy tests did not run.\n${sentence}\n${rule}`);
  return 0;
}
