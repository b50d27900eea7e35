import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { sleep } from '../../src/system/clock.ts';
import { startWinrepro, winrepro } from '../cli/winrepro.ts';
import { layOutMiniExt } from './mini-ext.ts';
import { resultIn, type ResultDocument } from './result-document.ts';
import { sessionFolder } from './session-folder.ts';
import { noProc, processesOf, secondsUntil } from './session-processes.ts';

const RUN = ['run', './mini-ext.yaml', '--seed', '7', '--json'];

/** What stderr says last before each step begins, and a moment inside of it, milliseconds. */
const STEPS = [
  ['environment', / run \d/, 900],
  ['source', / {2}environment/, 30],
  ['toolchain', / {2}source/, 0],
  ['patches', / {2}toolchain/, 10],
  ['build', / {2}patches/, 60],
  ['loop', / {2}reproducer/, 15],
] as const;

/** A run of which nothing may change by being killed and resumed. */
function outcomeOf({ trials, totals, state }: ResultDocument) {
  return {
    state,
    totals: { trials: totals.trials, iterations: totals.iterations },
    trials: trials.map(({ id, seed, iteration, outcome }) => ({ id, seed, iteration, outcome })),
  };
}

describe.skipIf(noProc !== undefined)(
  noProc === undefined ? 'kill -9 in a step' : `kill -9 in a step (skipped: ${noProc})`,
  { timeout: 120_000 },
  () => {
    it.each(STEPS)('of the kind %s, then resume: the result is the same', async (_, before, ms) => {
      const cwd = sessionFolder();
      layOutMiniExt(cwd);
      const started = startWinrepro(RUN, { cwd });
      await started.told(before);
      await sleep(ms);
      started.kill('SIGKILL');
      await started.ended;
      expect(await secondsUntil(() => processesOf(cwd).length === 0, 2)).not.toBeNull();

      const runs = join(cwd, '.winrepro', 'runs');
      // Killed before its folder was made, it is not a run yet: it is started again.
      const [id] = existsSync(runs) ? readdirSync(runs) : [];
      const resumed = await winrepro(id === undefined ? RUN : ['resume', id, '--json'], { cwd });
      expect(resumed.exitCode, resumed.stderr).toBe(0);
      expect(outcomeOf(resultIn(resumed.stdout))).toEqual({
        state: 'finished',
        totals: { trials: 1, iterations: 1108 },
        trials: [{ id: 1, seed: 7, iteration: 1107, outcome: 'crashed' }],
      });
    });
  },
);
