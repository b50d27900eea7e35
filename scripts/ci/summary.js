// Prints vitest's counts as `N passed, N failed`: those of its JSON report, and of the last line of
// the Windows tests (`windows: N passed, N failed`). A missing report counts as one failure.
import { readFileSync } from 'node:fs';

const [testsFile = '', windowsFile = ''] = process.argv.slice(2);

/** @returns {readonly [number, number]} passed, failed */
function tests() {
  try {
    const text = readFileSync(testsFile, 'utf8');
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

const [passed, failed] = tests();
const [passedOnWindows, failedOnWindows] = windows();
console.log(`${passed + passedOnWindows} passed, ${failed + failedOnWindows} failed`);
