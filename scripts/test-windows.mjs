/**
 * `npm run test:windows`: the tests that need Windows, run by the real node.exe under Wine. Everything
 * is made in a cache folder (WINREPRO_WINDOWS_CACHE, default node_modules/.cache/winrepro-windows);
 * a second run finds it there. Words narrow it to files: `npm run test:windows -- bisect`. Exit code 0: every test passed, or (outside CI only) no Wine here.
 */
import console from 'node:console';
import process from 'node:process';
import { aptCommand, findTools } from '../test/windows/bed/tools.mjs';
import { ensureReady, root } from './setup/ensure-ready.js';

process.exitCode = await main();

async function main() {
  const found = findTools(process.env);
  if ('missing' in found) return without(found.missing);
  ensureReady();
  // Only now are the packages there that it imports.
  const { testInWine } = await import('../test/windows/bed/run.mjs');
  return testInWine(root, found.tools, process.argv.slice(2));
}

/**
 * A test bed that silently does nothing would look like Windows support.
 * @param {readonly string[]} missing
 */
function without(missing) {
  const cure =
    process.platform === 'linux'
      ? `Install them with: ${aptCommand}`
      : 'The test bed runs on Linux only.';
  const sentence = `The Windows tests need ${missing.join(', ')}. ${cure}`;
  if (process.env['CI']) {
    console.error(sentence);
    return 1;
  }
  const rule = '*'.repeat(72);
  console.log(`${rule}\nSKIPPED: the Windows tests did not run.\n${sentence}\n${rule}`);
  return 0;
}
