import { spawn, spawnSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { createHash } from 'node:crypto';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

/** The folder of the checkout. */
export const root = fileURLToPath(new URL('../..', import.meta.url));

const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);

/** Installs the dependencies and builds, each only when needed. Leaves with status 125 on failure. */
export function ensureReady() {
  if (major < 20 || (major === 20 && minor < 19)) {
    leave(`Node.js 20.19 or newer is needed, this is ${process.version}: install a newer one`);
  }
  installDependencies();
  build();
}

/**
 * Runs a script of Node with our terminal and resolves to its exit code. A polite signal to this
 * process goes on to the child; Ctrl-C reaches the child by itself, from the terminal.
 * @param {readonly string[]} args
 * @returns {Promise<number>}
 */
export function runNode(...args) {
  const child = spawn(process.execPath, args, { stdio: 'inherit' });
  process.on('SIGINT', () => undefined);
  for (const signal of /** @type {const} */ (['SIGTERM', 'SIGHUP'])) {
    process.on(signal, () => child.kill(signal));
  }
  return new Promise((resolve) => {
    child.once('exit', (code) => {
      resolve(code ?? 130);
    });
  });
}

function installDependencies() {
  const lock = hashOf('package-lock.json');
  const mark = path.join(root, 'node_modules', '.winrepro-lock');
  if (existsSync(mark) && readFileSync(mark, 'utf8') === lock) return;
  console.error('Installing dependencies (npm ci) ...');
  // npm is a .cmd on Windows, which cannot be started without a shell; its script can.
  const npm = process.env['npm_execpath'];
  const [command, args] = npm === undefined ? ['npm', []] : [process.execPath, [npm]];
  const result = spawnSync(
    command,
    [...args, 'ci', '--no-audit', '--no-fund', '--loglevel=error'],
    {
      cwd: root,
      stdio: ['ignore', 2, 2],
    },
  );
  if (result.status !== 0) {
    leave('npm ci failed (its words are above): check the network and run the command again');
  }
  writeFileSync(mark, lock);
}

function build() {
  const tsc = path.join(root, 'node_modules', 'typescript', 'bin', 'tsc');
  const result = spawnSync(process.execPath, [tsc, '-p', path.join(root, 'tsconfig.build.json')], {
    stdio: ['ignore', 2, 2],
  });
  if (result.status !== 0) leave('the build failed (its words are above)');
}

/** @param {string} file */
function hashOf(file) {
  return createHash('sha256')
    .update(readFileSync(path.join(root, file)))
    .digest('hex');
}

/**
 * @param {string} message
 * @returns {never}
 */
function leave(message) {
  console.error(`winrepro: ${message}`);
  process.exit(125);
}
