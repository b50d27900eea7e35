// `npm run bench:timeline`: whether `winrepro timeline` reads ten million events in less than 10 s and
// 200 MB, picture included, in three shapes: marks without line ends, as few as `control` has; the lines of
// the real loop between them; and collections and failures as dense as they get. Judged is the time
// of the processor, which is that of an idle machine: the work is done by one thread. Seeded.
import { spawnSync } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { ensureReady, root } from '../setup/ensure-ready.js';

const EVENTS = 10_000_000;
const MOST_SECONDS = 10;
const MOST_MEGABYTES = 200;
const SHAPES = [
  { name: 'runs of marks', lines: false, collections: 1 / 1500 },
  { name: 'marks among lines', lines: true, collections: 1 / 1500 },
  { name: 'dense', lines: false, collections: 0.16 },
];

const [file, svg] = process.argv.slice(2);
if (file !== undefined && svg !== undefined) await asChild(file, svg);
else await measure();

/** The command in a process of its own, which then tells what it took.
 * @param {string} input
 * @param {string} picture
 */
async function asChild(input, picture) {
  const { main } = /** @type {typeof import('../../src/cli/program.ts')} */ (
    await load('cli', 'program')
  );
  process.exitCode = await main(['timeline', '--file', input, '--svg', picture]);
  const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage();
  const seconds = (userCPUTime + systemCPUTime) / 1e6;
  console.error(JSON.stringify({ seconds, megabytes: maxRSS / 1024 }));
}

async function measure() {
  ensureReady();
  const folder = mkdtempSync(path.join(tmpdir(), 'winrepro-bench-timeline-'));
  try {
    console.log(`${EVENTS.toLocaleString('en-US')} events`);
    const { seededRandom } = /** @type {typeof import('../../src/statistics/random.ts')} */ (
      await load('statistics', 'random')
    );
    const random = seededRandom(1);
    for (const shape of SHAPES) {
      const input = path.join(folder, 'output.txt');
      write(input, shape, random);
      const own = fileURLToPath(import.meta.url);
      const start = process.hrtime.bigint();
      const ended = spawnSync(process.execPath, [own, input, path.join(folder, 'picture.svg')]);
      const wall = Number(process.hrtime.bigint() - start) / 1e9;
      const last = ended.stderr.toString().trim().split('\n').at(-1) ?? '';
      if (ended.status !== 0) throw new Error(last);
      const { seconds, megabytes } = told(last);
      const ok = seconds < MOST_SECONDS && megabytes < MOST_MEGABYTES;
      console.log(
        `${shape.name.padEnd(18)} ${seconds.toFixed(1)} s of processor, ${wall.toFixed(1)} s in all, ${megabytes.toFixed(0)} MB${ok ? '' : ' !'}`,
      );
      console.log(`  ${ended.stdout.toString().split('\n')[0] ?? ''}`);
      if (!ok) process.exitCode = 1;
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/**
 * A built module.
 * @param {string} folder
 * @param {string} name
 * @returns {Promise<unknown>}
 */
function load(folder, name) {
  return import(pathToFileURL(path.join(root, 'dist', folder, `${name}.js`)).href);
}

/**
 * What the child told in its last line.
 * @param {string} line
 * @returns {{ seconds: number, megabytes: number }}
 */
function told(line) {
  /** @type {unknown} */
  const value = JSON.parse(line);
  return /** @type {{ seconds: number, megabytes: number }} */ (value);
}

/** Turns of two calls, of which the second fails with a chance of 0.12 after a collection.
 * @param {string} target
 * @param {(typeof SHAPES)[number]} shape
 * @param {() => number} random
 */
function write(target, { lines, collections }, random) {
  const output = openSync(target, 'w');
  let [events, turn, text] = [0, 0, ''];
  while (events < EVENTS) {
    for (const second of [false, true]) {
      const collected = random() < collections;
      if (collected) text += lines ? 'M\n' : 'M';
      text += collected && second && random() < 0.12 ? 'X' : '.';
      if (lines) text += second ? '16\n' : `11\n14 ${turn}\n`;
      events += collected ? 2 : 1;
    }
    turn += 1;
    if (text.length < 1 << 20) continue;
    writeSync(output, text);
    text = '';
  }
  writeSync(output, `${text}${lines ? '' : '\n'}done\n`);
  closeSync(output);
}
