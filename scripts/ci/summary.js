// Prints vitest's counts as `N passed, N failed`: those of its JSON reports, and of the last line of
// the Windows tests (`windows: N passed, N failed`). A missing report counts as one failure.
import { readFileSync } from 'node:fs';

const [windowsFile = '', ...reportFiles] = process.argv.slice(2);

/**
 * @param {string} file
 * @returns {readonly [number, number]} passed, failed
 */
function tests(file) {
  try {
    const text = readFileSync(file, 'utf8');
    return [countIn(text, 'numPassedTests'), countIn(text, 'numFailedTests')];
  } catch {
    return [0, 1];
  }
}

/**
 * @param {string} text
 * @param {string} key a key of vitest's JSON report, which stands in it once
 */
function countIn(text, key) {
  const match = new RegExp(`"${key}":(\\d+)`).exec(text);
  if (match === null) throw new Error(`no ${key} in the report`);
  return Number(match[1]);
}

/** @returns {readonly [number, number]} passed, failed */
function windows() {
  const match = /windows: (\d+) passed, (\d+) failed/.exec(readFileSync(windowsFile, 'utf8'));
  return match === null ? [0, 1] : [Number(match[1]), Number(match[2])];
}

const counts = [windows(), ...reportFiles.map(tests)];
const passed = counts.reduce((sum, [count]) => sum + count, 0);
const failed = counts.reduce((sum, [, count]) => sum + count, 0);
console.log(`${passed} passed, ${failed} failed`);
