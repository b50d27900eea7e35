import { execa } from 'execa';
import fse from 'fs-extra';
import path from 'node:path';
import process from 'node:process';
import { onceFor } from './stamp.mjs';

/** @typedef {import('./tools.mjs').Tools} Tools */

/**
 * The whole environment of a Windows process. Nothing else of ours leaks in: a PYTHONUNBUFFERED or a
 * NODE_OPTIONS of this shell would make a test pass, or fail, for the wrong reason.
 * @param {string} prefix
 * @returns {Record<string, string>}
 */
export function wineEnvironment(prefix) {
  return {
    PATH: process.env['PATH'] ?? '',
    HOME: process.env['HOME'] ?? prefix,
    // Without a UTF-8 locale Wine cannot see files with non-ASCII names.
    LC_ALL: 'C.UTF-8',
    WINEPREFIX: prefix,
    WINEARCH: 'win64',
    WINEDEBUG: '-all',
    // No download dialogs; no winedbg, which prints a register dump into the crashed program's stdout
    // and costs 0.2 to 0.6 s a crash; our own taskkill instead of Wine's, which knows no /T.
    WINEDLLOVERRIDES: 'mscoree=;mshtml=;winedbg.exe=d;taskkill.exe=n',
    // Wine reads PATH from here.
    WINEPATH: 'C:\\shims',
  };
}

/** What turns a new prefix into our Windows. @type {readonly (readonly string[])[]} */
const setup = [
  ['wineboot', '-i'],
  ['winecfg', '-v', 'win10'], // else node.exe: "only supported on Windows 8.1 or newer"
  ['reg', 'add', 'HKLM\\Software\\Microsoft\\Windows NT\\CurrentVersion\\AeDebug'].concat([
    '/v',
    'Debugger',
    '/t',
    'REG_SZ',
    '/d',
    '',
    '/f',
  ]), // no just-in-time debugger
];

/**
 * Starts the prefix's wineserver and makes the prefix when there is none of this kind.
 * @param {Tools} tools
 * @param {string} prefix
 * @param {string} version of Wine
 * @param {AbortSignal} signal
 * @returns {Promise<boolean>} whether it was made now
 */
export async function startWine(tools, prefix, version, signal) {
  await stopWine(tools, prefix);
  const inputs = [version, JSON.stringify(setup)];
  const made = await onceFor(path.join(prefix, 'winrepro-ready'), inputs, async () => {
    await fse.emptyDir(prefix);
    await persist(tools, prefix, signal);
    for (const args of setup) await execa(tools.wine, args, wineOptions(prefix, signal));
  });
  if (!made) await persist(tools, prefix, signal);
  return made;
}

/**
 * Keeps Wine's service processes for as long as this process lives, or until stopWine().
 * @param {Tools} tools
 * @param {string} prefix
 * @param {string} idle a Windows program that waits for the end of its stdin
 */
export function keepServices(tools, prefix, idle) {
  const stdio = /** @type {const} */ (['pipe', 'ignore', 'ignore']);
  const env = wineEnvironment(prefix);
  return execa(tools.wine, [idle], { env, extendEnv: false, reject: false, stdio });
}

/**
 * Ends every Windows process of the prefix.
 * @param {Tools} tools
 * @param {string} prefix
 */
export async function stopWine(tools, prefix) {
  if (!(await fse.pathExists(prefix))) return;
  // Exit 1 means there was none.
  await execa(tools.wineserver, ['-k'], {
    env: wineEnvironment(prefix),
    extendEnv: false,
    reject: false,
    timeout: 30_000,
    stdio: 'ignore',
  });
}

/**
 * A wineserver that stays for a minute after its last process: a start costs about a second.
 * @param {Tools} tools
 * @param {string} prefix
 * @param {AbortSignal} signal
 */
async function persist(tools, prefix, signal) {
  await execa(tools.wineserver, ['-p60'], wineOptions(prefix, signal));
}

/**
 * @param {string} prefix
 * @param {AbortSignal} signal
 */
function wineOptions(prefix, signal) {
  return /** @type {const} */ ({
    env: wineEnvironment(prefix),
    extendEnv: false,
    cancelSignal: signal,
    timeout: 180_000,
    stdio: 'ignore', // never pipes: a process that stays would hold them open
  });
}
