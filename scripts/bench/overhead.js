// `npm run bench:overhead [-- --quick]`: what watching costs. Everything is measured in one run, in
// interleaved rounds, and told as a ratio: the machine is noisy, and noise hits both sides alike.
import { spawn, spawnSync } from 'node:child_process';
import {
  closeSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readFileSync,
  readdirSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import path from 'node:path';
import { ensureReady, root } from '../setup/ensure-ready.js';

const quick = process.argv.includes('--quick');
const ROUNDS = quick ? 3 : 9;
const ITERATIONS = quick ? 50_000 : 100_000;
const LONG_LINES = quick ? 1_000_000 : 10_000_000;
const START_ROUNDS = quick ? 5 : 21;

/** How the child prints, and how it is watched. */
const cases = /** @type {const} */ ([
  ['flush', 'file'],
  ['flush', 'pipe'],
  ['block', 'file'],
  ['block', 'pipe'],
  ['heartbeat', 'heartbeat'],
]);

ensureReady();
const cli = path.join(root, 'dist', 'cli', 'main.js');
const folder = mkdtempSync(path.join(tmpdir(), 'winrepro-bench-'));
try {
  await main();
} finally {
  rmSync(folder, { recursive: true, force: true });
}

async function main() {
  writeRecipe();
  const secondsFile = path.join(folder, 'seconds');
  // The first run builds; every later one finds the build.
  winrepro('flush', 'file', 1000);
  const program = builtProgram();
  console.log(
    `load ${loadavg()
      .map((value) => value.toFixed(1))
      .join(' ')}, ${ROUNDS} interleaved rounds of ${ITERATIONS} iterations`,
  );
  console.log('child  watch      bare s  winrepro s  speed relative to the bare child (min..max)');
  for (const [mode, watch] of cases) {
    /** @type {number[]} */ const bare = [];
    /** @type {number[]} */ const watched = [];
    for (let round = 0; round < ROUNDS; round++) {
      bareRun(program, mode);
      bare.push(Number(readFileSync(secondsFile, 'utf8')));
      winrepro(mode, watch, ITERATIONS);
      watched.push(Number(readFileSync(secondsFile, 'utf8')));
    }
    const ratios = bare.map((seconds, round) => seconds / (watched[round] ?? NaN));
    const ratio = median(bare) / median(watched);
    const goal = watch === 'file' ? (ratio >= 0.98 ? '  goal 0.98 met' : '  goal 0.98 MISSED') : '';
    console.log(
      `${mode.padEnd(10)}${watch.padEnd(10)}${median(bare).toFixed(3)}   ${median(watched).toFixed(3)}       ${ratio.toFixed(3)} (${Math.min(...ratios).toFixed(2)}..${Math.max(...ratios).toFixed(2)})${goal}`,
    );
  }
  await memory();
  startUp();
}

/** A recipe of its own, with the child beside it. */
function writeRecipe() {
  mkdirSync(path.join(folder, 'source'));
  const child = readFileSync(path.join(root, 'scripts', 'bench', 'child.c'));
  writeFileSync(path.join(folder, 'source', 'child.c'), child);
  const variants = cases
    .filter(([, watch]) => watch !== 'pipe')
    .map(
      ([mode, watch]) =>
        `  ${mode}: { expect: clears, why: bench, reproducer: { watch: ${watch}, parameters: { mode: ${mode} } } }`,
    );
  writeFileSync(
    path.join(folder, 'bench.yaml'),
    `schema: winrepro/recipe/1
name: bench
title: What watching costs
source: { provider: files, directory: source, files: [child.c] }
toolchain:
  compilers: { linux: [gcc, clang], darwin: [clang], win32: [gcc, clang] }
  flags: { gnu: { compile: [-O2] } }
build: { provider: c-program, sources: [child.c], program: child }
reproducer:
  command: ['{program}', '{iterations}', '{mode}', '${path.join(folder, 'seconds')}', '{heartbeat}']
  parameters: { mode: flush }
protocol: { iteration: '^14 (\\d+)$', stage: '^(11|15|16|17)$|^(14) \\d+$', success: '^done$' }
variants:
${variants.join('\n')}
`,
  );
}

/**
 * @param {string} mode
 * @param {string} watch
 * @param {number} iterations
 */
function winreproArgs(mode, watch, iterations) {
  return [
    cli,
    'run',
    path.join(folder, 'bench.yaml'),
    '--variant',
    mode,
    '--watch',
    watch,
    '--iterations',
    String(iterations),
    '--trials',
    '1',
    '--quiet',
    '--workspace',
    path.join(folder, 'workspace'),
  ];
}

/**
 * @param {string} mode
 * @param {string} watch
 * @param {number} iterations
 */
function winrepro(mode, watch, iterations) {
  const result = spawnSync(process.execPath, winreproArgs(mode, watch, iterations), {
    encoding: 'utf8',
  });
  if (result.status !== 1)
    throw new Error(`winrepro ended with ${result.status}:\n${result.stdout}${result.stderr}`);
}

/** @returns {string} */
function builtProgram() {
  const builds = path.join(folder, 'workspace', 'builds');
  const [build = ''] = readdirSync(builds);
  return path.join(builds, build, 'tree', process.platform === 'win32' ? 'child.exe' : 'child');
}

/**
 * The same child, redirected to a file and left alone.
 * @param {string} program
 * @param {string} mode
 */
function bareRun(program, mode) {
  const beat = path.join(folder, 'beat');
  writeFileSync(beat, Buffer.alloc(8));
  const fd = openSync(path.join(folder, 'bare.txt'), 'w');
  const result = spawnSync(
    program,
    [String(ITERATIONS), mode, path.join(folder, 'seconds'), beat],
    { stdio: ['ignore', fd, fd] },
  );
  closeSync(fd);
  if (result.status !== 0) throw new Error(`the child ended with ${result.status}`);
}

/** The most memory that winrepro and its keeper held while a child printed millions of lines. */
async function memory() {
  const child = spawn(process.execPath, winreproArgs('block', 'file', LONG_LINES / 5), {
    stdio: 'ignore',
  });
  let [own, keeper] = [0, 0];
  const timer = setInterval(() => {
    own = Math.max(own, peakOf(child.pid ?? 0));
    for (const pid of childrenOf(child.pid ?? 0)) keeper = Math.max(keeper, peakOf(pid));
  }, 20);
  await new Promise((resolve) => child.once('exit', resolve));
  clearInterval(timer);
  const goal = own <= 100 ? 'goal 100 MB met' : 'goal 100 MB MISSED';
  console.log(
    `memory over ${LONG_LINES.toLocaleString('en-US')} lines: winrepro ${own.toFixed(0)} MB (${goal}), its keeper ${keeper.toFixed(0)} MB`,
  );
}

/**
 * Peak resident memory of a process in MB; 0 where the system does not tell (not Linux).
 * @param {number} pid
 */
function peakOf(pid) {
  try {
    const match = /VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'));
    return Number(match?.[1] ?? 0) / 1024;
  } catch {
    return 0;
  }
}

/** @param {number} pid */
function childrenOf(pid) {
  try {
    return readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ').map(Number);
  } catch {
    return [];
  }
}

/** `winrepro --version` against a Node that does nothing. */
function startUp() {
  /** @type {number[]} */ const bare = [];
  /** @type {number[]} */ const started = [];
  for (let round = 0; round < START_ROUNDS; round++) {
    bare.push(timed(['-e', '0']));
    started.push(timed([cli, '--version']));
  }
  const ratio = median(started) / median(bare);
  console.log(
    `start: winrepro --version ${(median(started) * 1000).toFixed(0)} ms, node -e 0 ${(median(bare) * 1000).toFixed(0)} ms, ratio ${ratio.toFixed(2)} (${ratio <= 3 ? 'goal 3 met' : 'goal 3 MISSED'})`,
  );
}

/** @param {readonly string[]} args */
function timed(args) {
  const start = process.hrtime.bigint();
  spawnSync(process.execPath, args, { stdio: 'ignore' });
  return Number(process.hrtime.bigint() - start) / 1e9;
}

/** @param {readonly number[]} values */
function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1
    ? (sorted[middle] ?? NaN)
    : ((sorted[middle - 1] ?? NaN) + (sorted[middle] ?? NaN)) / 2;
}
