// `npm run bench:fleet [-- --trials 200 --rounds 2]`: trials per second of 2 workers with one trial at a
// time each, on this machine with a Redis of its own, against `stress --jobs 2`, in turns in one go; then
// how long after kill -9 of a worker its trial is begun by the other one. Builds are made before.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';

const { values } = parseArgs({
  options: {
    trials: { type: 'string', default: '200' },
    rounds: { type: 'string', default: '2' },
    lease: { type: 'string', default: '3s' },
  },
});
const root = path.resolve(import.meta.dirname, '..', '..');
const cli = path.join(root, 'dist', 'cli', 'main.js');
const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'bench fleet '));
const port = await freePort();
const queue = ['--queue', `redis://127.0.0.1:${port}`];
const stress = ['stress', 'control', '--variants', 'optimized,O0', '--seed', '1', '--json'];
/** @type {import('node:child_process').ChildProcess[]} */
const started = [];

try {
  const kept = ['--port', `${port}`, '--dir', folder, '--appendonly', 'yes', '--save', ''];
  started.push(spawn('redis-server', kept, { stdio: 'ignore' }));
  await sleep(1000);
  const lease = ['--lease', values.lease, '--jobs', '1'];
  const workers = ['one', 'two'].map((name) =>
    winrepro(name, ['worker', ...queue, ...lease, '--name', name]),
  );
  // The first run of each builds.
  await ended(winrepro('local', [...stress, '--trials', '4', '--jobs', '2']));
  await ended(winrepro('fleet', [...stress, '--trials', '12', ...queue]));
  for (let round = 1; round <= Number(values.rounds); round++) {
    const trials = ['--trials', values.trials];
    const local = rate(await ended(winrepro('local', [...stress, ...trials, '--jobs', '2'])));
    const fleet = rate(await ended(winrepro('fleet', [...stress, ...trials, ...queue])));
    console.log(
      `round ${round}: local ${local.toFixed(2)}, fleet ${fleet.toFixed(2)} trials/s, ratio ${(fleet / local).toFixed(3)}`,
    );
  }
  await recovery(workers[0]);
} finally {
  for (const child of started) child.kill('SIGKILL');
  await sleep(500);
  fs.rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
}

/**
 * A worker dies in the midst of a trial of some seconds: from then to the end of that trial elsewhere,
 * less what such a trial takes.
 *
 * @param {import('node:child_process').ChildProcess | undefined} victim
 */
async function recovery(victim) {
  const long = ['--iterations', '1000000', '--trials', '4', '--variants', 'O0'];
  const run = winrepro('fleet', [...stress.slice(0, 2), ...stress.slice(4), ...long, ...queue]);
  const result = ended(run);
  const fleet = path.join(folder, 'one', '.winrepro', 'fleet');
  const begun = () =>
    fs.existsSync(fleet) &&
    fs.readdirSync(fleet).some((id) => fs.existsSync(path.join(fleet, id, 'trials')));
  while (!begun()) await sleep(20);
  await sleep(500);
  victim?.kill('SIGKILL');
  const killed = Date.now();
  const { stress: id } = resultIn(await result);
  const journal = path.join(folder, 'fleet', '.winrepro', 'stress', id, 'journal.jsonl');
  const trials = fs
    .readFileSync(journal, 'utf8')
    .trim()
    .split('\n')
    .map((line) => entryOf(line))
    .filter(({ type }) => type === 'trial');
  // The victim had the first or the second.
  const [late] = trials
    .filter(({ id: number }) => number <= 2)
    .map(({ startedAt }) => (Date.parse(startedAt) - killed) / 1000)
    .sort((a, b) => b - a);
  console.log(
    `its trial was begun elsewhere ${late?.toFixed(1)} s after kill -9, lease ${values.lease}`,
  );
}

/**
 * @param {string} name
 * @param {readonly string[]} args
 */
function winrepro(name, args) {
  const cwd = path.join(folder, name);
  fs.mkdirSync(cwd, { recursive: true });
  const child = spawn(process.execPath, [cli, ...args], {
    cwd,
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  started.push(child);
  return child;
}

/** @param {import('node:child_process').ChildProcess} child */
async function ended(child) {
  let text = '';
  child.stdout?.on('data', (chunk) => (text += String(chunk)));
  await once(child, 'close');
  return text;
}

/** @param {string} text */
function rate(text) {
  const { totals, seconds } = resultIn(text);
  return totals.trials / seconds;
}

/**
 * @param {string} text
 * @returns {{stress: string, seconds: number, totals: {trials: number}}}
 */
function resultIn(text) {
  /** @type {unknown} */
  const result = JSON.parse(text);
  return /** @type {{stress: string, seconds: number, totals: {trials: number}}} */ (result);
}

/**
 * @param {string} line
 * @returns {{type: string, id: number, startedAt: string}}
 */
function entryOf(line) {
  /** @type {unknown} */
  const entry = JSON.parse(line);
  return /** @type {{type: string, id: number, startedAt: string}} */ (entry);
}

async function freePort() {
  const server = net.createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  return typeof address === 'object' && address !== null ? address.port : 0;
}
