import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { sleep } from '../../src/system/clock.ts';
import { startWinrepro, type Ended, type Started } from '../cli/winrepro.ts';
import { randomSource, type RandomSource } from './random-source.ts';
import { resultIn } from './result-document.ts';
import { sessionFolder } from './session-folder.ts';
import { noProc, processesOf, secondsUntil } from './session-processes.ts';

const KILLS = 30;
const TRIALS = 6;
const ITERATIONS = 30_000;
const RUN = [
  ...['run', 'control', '--variant', 'O0', '--jobs', '2'],
  ...['--trials', `${TRIALS}`, '--iterations', `${ITERATIONS}`],
];
/** A kill strikes some time after such a line: before anything, in the build, in the trials. */
const MOMENTS = [/ run \d/, / {2}toolchain/, / {2}patches/, / {2}patches/, / {2}build/, / trial/];
const LONGEST_DELAY_MILLISECONDS = 300;
/** The compiler works for some 100 ms of a build, which a fast machine's chance may never meet. */
const COMPILING = 'while the compiler runs';
const COMPILER = /^(gcc|cc1|as|collect2|ld|lto|lto1|lto-wrapper|clang)/;

describe.skipIf(noProc !== undefined)(
  noProc === undefined ? 'kill -9 of winrepro' : `kill -9 of winrepro (skipped: ${noProc})`,
  { timeout: 180_000 },
  () => {
    it(`at ${KILLS} random moments leaves no child, loses no trial, counts none twice`, async () => {
      const random = randomSource(20_210_627);
      const met = new Set<string>();
      let kills = 0;
      while (kills < KILLS) {
        const cwd = sessionFolder();
        for (;;) {
          const args = runsIn(cwd).length === 0 ? RUN : ['resume'];
          const started = startWinrepro([...args, '--json'], { cwd });
          const moment = kills % 5 === 0 ? COMPILING : random.pick(MOMENTS);
          const ended = await (kills < KILLS
            ? unlessStruck(started, moment, cwd, random)
            : started.ended);
          if (ended !== null) {
            expectEachTrialOnce(ended, cwd);
            break;
          }
          for (const { name } of processesOf(cwd)) met.add(name);
          await killAndLook(started, cwd);
          kills += 1;
        }
      }
      // Else the kills proved nothing about children.
      expect(met).toContain('control');
      expect([...met].filter((name) => COMPILER.test(name))).not.toEqual([]);
    });
  },
);

/** Waits for a moment; returns how winrepro ended if it ended before that. */
async function unlessStruck(
  started: Started,
  moment: RegExp | typeof COMPILING,
  cwd: string,
  random: RandomSource,
): Promise<Ended | null> {
  const over = { yet: false };
  const ended = started.ended.finally(() => (over.yet = true));
  const strike = async (): Promise<null> => {
    if (moment === COMPILING) {
      while (!over.yet && !processesOf(cwd).some(({ name }) => COMPILER.test(name))) await sleep(2);
    } else {
      await started.told(moment);
      await sleep(random.below(LONGEST_DELAY_MILLISECONDS));
    }
    return null;
  };
  // A moment that never comes is no fault: a resumed run may have nothing left to do.
  const struck = await Promise.race([ended, strike().catch(async () => ended)]);
  return over.yet ? ended : struck;
}

async function killAndLook(started: Started, cwd: string): Promise<void> {
  started.kill('SIGKILL');
  await secondsUntil(() => processesOf(cwd).length === 0, 2);
  expect(processesOf(cwd), 'no child survives 2 s').toEqual([]);
  await started.ended;
}

function expectEachTrialOnce({ exitCode, stdout, stderr }: Ended, cwd: string): void {
  const ids = Array.from({ length: TRIALS }, (_, index) => index + 1);
  const runs = runsIn(cwd);
  expect(runs).toHaveLength(1);
  const journal = readFileSync(
    join(cwd, '.winrepro', 'runs', runs[0] ?? '', 'journal.jsonl'),
    'utf8',
  );
  const journaled = journal
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as { readonly type: string; readonly id: number })
    .filter(({ type }) => type === 'trial')
    .map(({ id }) => id);
  expect(journaled.sort((a, b) => a - b)).toEqual(ids);

  expect(exitCode, stderr).toBe(1);
  const result = resultIn(stdout);
  expect(result).toMatchObject({
    state: 'finished',
    totals: { trials: TRIALS, clean: TRIALS, iterations: TRIALS * ITERATIONS },
    journal: { corrupt: [], duplicates: [] },
  });
  expect(result.trials.map(({ id }) => id)).toEqual(ids);
  const first = result.trials[0]?.seed ?? 0;
  expect(result.trials.map(({ seed }) => seed)).toEqual(ids.map((id) => first + id - 1));
}

/** The runs that began: a folder without `run.json` was killed before. */
function runsIn(cwd: string): readonly string[] {
  const folder = join(cwd, '.winrepro', 'runs');
  if (!existsSync(folder)) return [];
  return readdirSync(folder).filter((name) => existsSync(join(folder, name, 'run.json')));
}
