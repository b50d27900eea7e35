// `npm run bench:stress [-- --seconds 60 --rounds 3 --jobs 2]`: trials per second of a stress run of the
// control recipe, against a shell loop under `xargs -P` that starts the same program with the same
// arguments, its output in a file of its own, and notes its exit code. Both run in turns in one go; the ratio is what counts. The run's memory is watched,
// and its journal is checked: every trial there, once.
import { execFileSync, spawn } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';

const { values } = parseArgs({
  options: {
    seconds: { type: 'string', default: '60' },
    rounds: { type: 'string', default: '3' },
    jobs: { type: 'string', default: '2' },
    recipe: { type: 'string', default: 'control' },
    variant: { type: 'string', default: 'optimized' },
    iterations: { type: 'string', default: '' },
  },
});
const seconds = Number(values.seconds);
const rounds = Number(values.rounds);
const root = path.resolve(import.meta.dirname, '..', '..');
const cli = path.join(root, 'dist', 'cli', 'main.js');
const workspace = fs.mkdtempSync(path.join(os.tmpdir(), 'bench stress '));
const iterations = values.iterations === '' ? [] : ['--iterations', values.iterations];
const common = ['--workspace', workspace, ...iterations];

try {
  const { program, args } = command();
  /** @type {number[]} */
  const ours = [];
  /** @type {number[]} */
  const bare = [];
  let seed = 1;
  for (let round = 1; round <= rounds; round++) {
    bare.push(bareRate(program, args, seed));
    seed += 1_000_000;
    const { rate, memory } = await stressRate(seed);
    ours.push(rate);
    console.log(
      `round ${round}: xargs ${bare.at(-1)?.toFixed(2)}, winrepro ${rate.toFixed(2)} trials/s, ratio ${(rate / (bare.at(-1) ?? 1)).toFixed(3)}, memory ${memory}`,
    );
  }
  console.log(`ratio of all: ${(sum(ours) / sum(bare)).toFixed(3)} (goal 0.9)`);
} finally {
  fs.rmSync(workspace, { recursive: true, force: true });
}

/** The command of a trial, as a run records it. */
function command() {
  winrepro([
    'run',
    values.recipe,
    '--variant',
    values.variant,
    '--trials',
    '1',
    '--seed',
    '1',
    ...common,
  ]);
  const plan = winrepro(['plan', values.recipe, '--variant', values.variant, ...common]);
  const line = plan.split('\n').findLast((text) => text.includes('--seed'));
  if (line === undefined) throw new Error(`no trial in the plan:\n${plan}`);
  const words = [...line.matchAll(/'((?:[^']|'\\'')*)'|(\S+)/g)].map((m) => m[1] ?? m[2] ?? '');
  const at = words.findIndex((word) => word.includes('/builds/'));
  return { program: words[at] ?? '', args: words.slice(at + 1) };
}

/**
 * @param {string} line
 * @returns {{type: string, id: number}}
 */
function entryOf(line) {
  /** @type {unknown} */
  const entry = JSON.parse(line);
  return /** @type {{type: string, id: number}} */ (entry);
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

/** @param {readonly number[]} list */
function sum(list) {
  return list.reduce((total, value) => total + value, 0);
}

/**
 * Trials a second of a shell loop, which keeps no journal and tells a crash from nothing else.
 *
 * @param {string} program
 * @param {readonly string[]} args
 * @param {number} firstSeed
 */
function bareRate(program, args, firstSeed) {
  const place = args.indexOf('--seed') + 1;
  const script = args.map((word, index) => (index === place ? '"$1"' : `'${word}'`)).join(' ');
  const loop = `"$0" ${script} > "$2/$1.txt" 2>&1; echo "$1 $?" >> "$2/log"; rm "$2/$1.txt"`;
  const end = Date.now() + seconds * 1000;
  const batch = 100 * Number(values.jobs);
  let done = 0;
  const begun = process.hrtime.bigint();
  while (Date.now() < end) {
    const seeds = Array.from({ length: batch }, (_, index) => firstSeed + done + index);
    execFileSync(
      'xargs',
      ['-P', values.jobs, '-I', '{}', 'sh', '-c', loop, program, '{}', workspace],
      {
        input: seeds.join('\n'),
        stdio: ['pipe', 'ignore', 'ignore'],
      },
    );
    done += batch;
  }
  return done / (Number(process.hrtime.bigint() - begun) / 1e9);
}

/** @param {number} seed */
async function stressRate(seed) {
  const child = spawn(
    process.execPath,
    [
      cli,
      'stress',
      values.recipe,
      '--variants',
      values.variant,
      '--for',
      `${seconds}s`,
      '--jobs',
      values.jobs,
      '--seed',
      String(seed),
      '--quiet',
      '--json',
      ...common,
    ],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  );
  /** @type {number[]} */
  const sizes = [];
  const timer = setInterval(() => {
    try {
      const status = fs.readFileSync(`/proc/${child.pid}/status`, 'utf8');
      sizes.push(Number(/VmRSS:\s+(\d+)/.exec(status)?.[1]) / 1024);
    } catch {
      // It has just ended.
    }
  }, 1000);
  let text = '';
  child.stdout.on('data', (/** @type {Buffer} */ chunk) => (text += chunk.toString()));
  await new Promise((resolve) => child.on('close', resolve));
  clearInterval(timer);
  const result = resultIn(text);
  checkJournal(result);
  const third = Math.floor(sizes.length / 3);
  const mean = (/** @type {number[]} */ list) => sum(list) / list.length;
  const memory = `${mean(sizes.slice(third, 2 * third)).toFixed(0)} MB in the middle third, ${mean(sizes.slice(-third)).toFixed(0)} MB in the last`;
  return { rate: result.totals.trials / result.seconds, memory };
}

/**
 * Every number from 1 on, once.
 *
 * @param {{stress: string, totals: {trials: number}}} result
 */
function checkJournal({ stress, totals }) {
  const file = path.join(workspace, 'stress', stress, 'journal.jsonl');
  const ids = fs
    .readFileSync(file, 'utf8')
    .trim()
    .split('\n')
    .map((line) => entryOf(line))
    .filter(({ type }) => type === 'trial')
    .map(({ id }) => id)
    .sort((a, b) => a - b);
  if (ids.length !== totals.trials || ids.some((id, index) => id !== index + 1)) {
    throw new Error(`the journal ${file} has a gap or a double`);
  }
}

/**
 * @param {readonly string[]} args
 * @returns {string}
 */
function winrepro(args) {
  try {
    return execFileSync(process.execPath, [cli, ...args], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    });
  } catch (error) {
    return /** @type {{stdout: string}} */ (error).stdout;
  }
}
