// `npm run bench:bisect`: whole bisections of the control recipe with real compilers, 20 seeds each,
// against the truth that is known from 5,094 measured runs: the crash needs optimization and -flto,
// in ufunc and internal. Takes half an hour; fails when fewer than 19 of 20 are right.
// Arguments narrow it: `npm run bench:bisect -- --seeds 3 --compilers gcc --hunts whole,objects`.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { ensureReady, root } from '../setup/ensure-ready.js';

/** Of 20. */
const LEAST = 19 / 20;

/**
 * @typedef {object} Hunt
 * @property {string} name
 * @property {readonly string[]} words
 * @property {readonly string[]} truth elements that must be found
 * @property {(element: string) => boolean} allowed whether another element may be found too
 *
 * @typedef {object} Result
 * @property {{ sets: { elements: string[] }[] }} answer
 * @property {{ trials: number, builds: number }} totals
 */

/** @type {readonly Hunt[]} */
const HUNTS = [
  {
    name: 'whole',
    words: ['flags', '--no-expand'],
    truth: ['-O2', '-flto'],
    allowed: () => false,
  },
  {
    // Which passes of -O2 it needs is the compiler's matter; that they are passes is not.
    name: 'parts',
    words: ['flags'],
    truth: ['-O2', '-flto'],
    allowed: (element) => element.startsWith('-f'),
  },
  {
    name: 'objects',
    words: ['objects'],
    truth: ['ufunc.o', 'internal.o'],
    allowed: () => false,
  },
];

const { values } = parseArgs({
  options: {
    seeds: { type: 'string', default: '20' },
    compilers: { type: 'string', default: 'gcc,clang' },
    hunts: { type: 'string', default: HUNTS.map(({ name }) => name).join(',') },
  },
});
ensureReady();
let ok = true;
for (const compiler of values.compilers.split(',')) {
  for (const hunt of HUNTS) {
    if (!values.hunts.split(',').includes(hunt.name)) continue;
    ok = series(hunt, compiler, Number(values.seeds)) && ok;
  }
}
if (!ok) process.exitCode = 1;

/**
 * @param {Hunt} hunt
 * @param {string} compiler
 * @param {number} seeds
 */
function series({ name, words, truth, allowed }, compiler, seeds) {
  const runs = Array.from({ length: seeds }, (_, index) => once(words, compiler, index + 1));
  const right = runs.filter(
    ({ found }) =>
      truth.every((one) => found.includes(one)) &&
      found.every((one) => truth.includes(one) || allowed(one)),
  ).length;
  const mean = (/** @type {(run: typeof runs[number]) => number} */ of) =>
    runs.reduce((sum, run) => sum + of(run), 0) / seeds;
  console.log(
    `${compiler}, ${name}: right in ${right} of ${seeds}; ` +
      `${mean(({ seconds }) => seconds).toFixed(1)} s, ${mean(({ trials }) => trials).toFixed(0)} trials, ` +
      `${mean(({ builds }) => builds).toFixed(0)} builds each`,
  );
  return right / seeds >= LEAST;
}

/**
 * @param {readonly string[]} words
 * @param {string} compiler
 * @param {number} seed
 */
function once(words, compiler, seed) {
  const cwd = mkdtempSync(path.join(tmpdir(), 'winrepro bench äö '));
  const started = process.hrtime.bigint();
  try {
    const ended = spawnSync(
      process.execPath,
      [
        path.join(root, 'dist', 'cli', 'main.js'),
        ...['bisect', words[0] ?? '', 'control', ...words.slice(1)],
        ...['--compiler', compiler, '--seed', String(seed), '--quiet', '--json'],
      ],
      { cwd, encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 },
    );
    const { status, stdout, stderr } = ended;
    if (status !== 0) {
      console.error(`${compiler}, ${words.join(' ')}, seed ${seed}: exit ${status}\n${stderr}`);
      return { found: [], seconds: 0, trials: 0, builds: 0 };
    }
    /** @type {unknown} */
    const document = JSON.parse(stdout);
    const result = /** @type {Result} */ (document);
    return {
      found: result.answer.sets[0]?.elements ?? [],
      seconds: Number(process.hrtime.bigint() - started) / 1e9,
      trials: result.totals.trials,
      builds: result.totals.builds,
    };
  } finally {
    rmSync(cwd, { recursive: true, force: true, maxRetries: 5 });
  }
}
