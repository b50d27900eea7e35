// `npm run bench:stress [-- --seconds 60 --rounds 3 --jobs 2]`: trials per second of a stress run of the
// control recipe, against a shell loop under `xargs -P` that starts the same program with the same
// arguments, its output in a file of its own, and notes its exit code. Both run in turns in one go; the
// ratio is what counts. On a machine that is busy with other things the ratio of the rates says
// nothing (Linux shares the processors among sessions, and each trial is one); what a trial
// costs in CPU time, all processes together and without winrepro's start and report, still does.
// The run's memory is watched, and its journal is checked: every trial there, once.
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
  const startCost = (await stressRun(1, ['--trials', '1'])).cpu;
  /** @type {Measure[]} */
  const ours = [];
  /** @type {Measure[]} */
  const bare = [];
  let seed = 1;
  for (let round = 1; round <= rounds; round++) {
    const loop = bareRun(program, args, seed);
    seed += 1_000_000;
    const { memory, ...all } = await stressRun(seed, ['--for', `${seconds}s`]);
    const run = { ...all, cpu: all.cpu - startCost };
    bare.push(loop);
    ours.push(run);
    console.log(
      `round ${round}: xargs ${text(loop)}, winrepro ${text(run)}, ${ratios([run], [loop])}, memory ${memory}`,
    );
  }
  console.log(`all: ${ratios(ours, bare)} (goal 0.9), load ${os.loadavg()[0]?.toFixed(1)}`);
} finally {
  fs.rmSync(workspace, { recursive: true, force: true });
}

/**
 * @typedef {object} Measure
 * @property {number} trials
 * @property {number} seconds
 * @property {number} cpu seconds, of all processes together
 */

/** @param {Measure} measure */
function text({ trials, seconds: time, cpu }) {
  return `${(trials / time).toFixed(2)} trials/s, ${((cpu / trials) * 1000).toFixed(1)} ms of CPU each`;
}

/**
 * @param {readonly Measure[]} ours
 * @param {readonly Measure[]} bare
 */
function ratios(ours, bare) {
  /**
   * @param {readonly Measure[]} list
   * @param {'trials' | 'seconds' | 'cpu'} key
   */
  const total = (list, key) => sum(list.map((measure) => measure[key]));
  /** @param {'seconds' | 'cpu'} key */
  const ratio = (key) =>
    total(bare, key) / total(bare, 'trials') / (total(ours, key) / total(ours, 'trials'));
  return `ratio ${ratio('seconds').toFixed(3)}, by CPU ${ratio('cpu').toFixed(3)}`;
}

/** CPU seconds of all children that have ended and been waited for, and of theirs. */
function childrenCpu() {
  const stat = fs.readFileSync('/proc/self/stat', 'utf8');
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  // proc_pid_stat(5): fields 16 (cutime) and 17 (cstime), in clock ticks of a hundredth.
  return (Number(fields[16 - 3]) + Number(fields[17 - 3])) / 100;
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
 * A shell loop, which keeps no journal and tells a crash from nothing else.
 *
 * @param {string} program
 * @param {readonly string[]} args
 * @param {number} firstSeed
 */
function bareRun(program, args, firstSeed) {
  const place = args.indexOf('--seed') + 1;
  const script = args.map((word, index) => (index === place ? '"$1"' : `'${word}'`)).join(' ');
  const loop = `"$0" ${script} > "$2/$1.txt" 2>&1; echo "$1 $?" >> "$2/log"; rm "$2/$1.txt"`;
  const end = Date.now() + seconds * 1000;
  const batch = 100 * Number(values.jobs);
  let done = 0;
  const cpu = childrenCpu();
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
  const time = Number(process.hrtime.bigint() - begun) / 1e9;
  return { trials: done, seconds: time, cpu: childrenCpu() - cpu };
}

/**
 * @param {number} seed
 * @param {readonly string[]} until
 */
async function stressRun(seed, until) {
  const cpu = childrenCpu();
  const child = spawn(
    process.execPath,
    [
      cli,
      'stress',
      values.recipe,
      '--variants',
      values.variant,
      ...until,
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
  const { totals } = result;
  return { trials: totals.trials, seconds: result.seconds, cpu: childrenCpu() - cpu, memory };
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
