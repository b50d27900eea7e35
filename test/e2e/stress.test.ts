import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { sleep } from '../../src/system/clock.ts';
import { startWinrepro, winrepro } from '../cli/winrepro.ts';
import { randomSource } from './random-source.ts';
import { sessionFolder } from './session-folder.ts';
import { noProc, processesOf, secondsUntil } from './session-processes.ts';
import {
  control,
  FOREVER,
  journalOf,
  keeperOf,
  resultOf,
  sorted,
  stressesIn,
  stressIn,
  targetsOf,
  told,
  trialsIn,
  waitFor,
} from './stress-folder.ts';

const KILLS = 20;
const LONGEST_DELAY_MILLISECONDS = 300;
/** More than the sessions between the kills can run: the last is the one that comes to the end. */
const TRIALS = 99;
const needsProc = noProc === undefined ? '' : ` (skipped: ${noProc})`;
describe.skipIf(noProc !== undefined)(`kill -9${needsProc}`, { timeout: 180_000 }, () => {
  it(`at ${KILLS} moments of a stress run leaves no child, and the run as if it had not been`, async () => {
    const args = control('--variants', 'optimized,O0,trace', '--trials', `${TRIALS}`, '--json');
    const cwd = sessionFolder();
    const random = randomSource(20_211_125);
    for (let kills = 0; kills < KILLS; kills += 1) {
      const begun = stressesIn(join(cwd, '.winrepro')).length > 0;
      const started = startWinrepro(begun ? ['resume', '--json'] : args, { cwd });
      const early = started.ended.then(({ stderr }) => Promise.reject(new Error(stderr)));
      // While trials run, or at any other moment; on a busy machine that is often before the journal.
      if (kills % 2 === 0) {
        await Promise.race([waitFor('a trial', () => targetsOf(cwd).length > 0), early]);
      }
      await Promise.race([sleep(100 + random.below(LONGEST_DELAY_MILLISECONDS)), early]);
      early.catch(() => undefined);
      started.kill('SIGKILL');
      await started.ended;
      await secondsUntil(() => processesOf(cwd).length === 0, 2);
      expect(processesOf(cwd), 'no child survives 2 s').toEqual([]);
    }
    const resumed = await winrepro(['resume', '--json'], { cwd });
    expect(resumed.exitCode, resumed.stderr).toBe(0);
    const folder = stressIn(join(cwd, '.winrepro'));
    const sessions = journalOf(folder).filter(({ type }) => type === 'run-resumed').length;
    expect(sessions).toBeGreaterThanOrEqual(KILLS / 2);
    const trials = trialsIn(folder);
    expect(sorted(trials).map(({ id }) => id)).toEqual(
      Array.from({ length: TRIALS }, (_, place) => place + 1),
    );

    const whole = sessionFolder();
    const single = await winrepro(args, { cwd: whole });
    expect(single.exitCode, single.stderr).toBe(0);
    const expected = trialsIn(stressIn(join(whole, '.winrepro')));
    expect(sorted(trials).map(told)).toEqual(sorted(expected).map(told));
    expect(new Set(expected.map(({ outcome }) => outcome))).toEqual(new Set(['crashed', 'clean']));
    const [killed, unharmed] = [resultOf(resumed.stdout), resultOf(single.stdout)];
    expect(killed.journal).toMatchObject({ corrupt: [], duplicates: [] });
    const countsOf = ({ totals, variants }: typeof killed): unknown => [
      { ...totals, seconds: 0 },
      variants.map(({ hazard, perTrial }) => [hazard, perTrial]),
    ];
    expect(countsOf(killed)).toEqual(countsOf(unharmed));
  });

  it.each([
    ['resume', ['resume']],
    ['another command in the workspace', ['run', 'control', '--trials', '1', '--iterations', '10']],
  ])('of winrepro and its keeper at once: %s ends the trial that lived on', async (_what, next) => {
    const cwd = sessionFolder();
    const started = startWinrepro(control(...FOREVER), { cwd });
    await waitFor('both trials', () => targetsOf(cwd).length === 2);
    const notes = join(cwd, '.winrepro', 'processes');
    await waitFor('both notes', () => readdirSync(notes).length === 2);
    process.kill(keeperOf(cwd), 'SIGKILL');
    started.kill('SIGKILL');
    await started.ended;
    await sleep(500);
    const left = targetsOf(cwd).map(({ pid }) => pid);
    expect(left).toHaveLength(2);

    const second = startWinrepro(next, { cwd });
    const told = left.map((pid) => second.told(new RegExp(`ended process ${pid} \\(control\\)`)));
    await Promise.all(told);
    await waitFor('their end', () => !targetsOf(cwd).some(({ pid }) => left.includes(pid)));
    second.kill('SIGINT');
    await second.ended;
    expect(processesOf(cwd)).toEqual([]);
    expect(readdirSync(notes)).toEqual([]);
  });
});

describe('the end of a stress run', { timeout: 60_000 }, () => {
  it('comes with --for in time; trials under way are kept as clean for as long as they lived', async () => {
    const cwd = sessionFolder();
    const { exitCode, stdout, stderr } = await winrepro(
      control(...FOREVER, '--for', '3s', '--json'),
      { cwd },
    );
    expect(exitCode, stderr).toBe(1);
    const result = resultOf(stdout);
    expect(result).toMatchObject({
      ...{ state: 'finished', reason: 'the time that it was given passed', resume: null },
      totals: { trials: 2, interrupted: 2, crashed: 0 },
    });
    expect(result.seconds).toBeGreaterThanOrEqual(3);
    expect(result.seconds).toBeLessThan(15);
    const trials = trialsIn(stressIn(join(cwd, '.winrepro')));
    expect(trials.map(({ outcome }) => outcome)).toEqual(['interrupted', 'interrupted']);
    const lived = trials.reduce((sum, { exposure }) => sum + exposure.iterations, 0);
    expect(lived).toBeGreaterThan(100_000);
    expect(result.variants[0]?.hazard).toMatchObject({ crashes: 0, exposure: lived });
    // There is nothing to go on with.
    expect((await winrepro(['resume'], { cwd })).exitCode).not.toBe(0);
  });

  it('comes with the crash that was asked for', async () => {
    const cwd = sessionFolder();
    const { exitCode, stdout, stderr } = await winrepro(control('--until', '3-crashes', '--json'), {
      cwd,
    });
    expect(exitCode, stderr).toBe(0);
    const { state, reason, totals } = resultOf(stdout);
    expect([state, reason]).toEqual(['finished', '3 crashes were reproduced']);
    // The second of two trials may crash in the same moment.
    expect([3, 4]).toContain(totals.crashed);
    expect(stderr.match(/new: /g)).toHaveLength(1);
  });

  it('by Ctrl-C saves all; resume runs the trials that were under way again', async () => {
    const cwd = sessionFolder();
    const started = startWinrepro(control('--variants', 'O0', '--trials', '24'), { cwd });
    const folder = (): string => stressesIn(join(cwd, '.winrepro'))[0] ?? '';
    await waitFor('trials', () => folder() !== '' && trialsIn(folder()).length > 3);
    started.kill('SIGINT');
    const { exitCode, stderr } = await started.ended;
    expect(exitCode, stderr).toBe(130);
    const before = trialsIn(folder());
    expect(before.every(({ outcome }) => outcome === 'clean')).toBe(true);
    expect(stderr).toMatch(
      new RegExp(
        `winrepro: interrupted after ${before.length} trials; all is saved: \`winrepro resume \\S+\` goes on\n$`,
      ),
    );
    const resumed = await winrepro(['resume', '--json'], { cwd });
    expect(resumed.exitCode, resumed.stderr).toBe(1);
    expect(resumed.stderr).toContain(`, ${before.length} trials done before`);
    expect(resultOf(resumed.stdout).totals).toMatchObject({ trials: 24, clean: 24 });
    expect(sorted(trialsIn(folder())).map(({ id }) => id)).toEqual(
      Array.from({ length: 24 }, (_, place) => place + 1),
    );
  });
});

describe('a pause', { timeout: 90_000 }, () => {
  it('lets no trial start, stops the time, is told, and ends with resume', async () => {
    const cwd = sessionFolder();
    expect(await winrepro(['pause'], { cwd })).toMatchObject({ exitCode: 129 });
    const started = startWinrepro(control('--variants', 'O0', '--for', '10s', '--json'), { cwd });
    const folder = (): string => stressesIn(join(cwd, '.winrepro'))[0] ?? '';
    await waitFor('trials', () => folder() !== '' && trialsIn(folder()).length > 1);
    expect((await winrepro(['list', 'stress'], { cwd })).stdout).toMatch(/ {2}running {2}/);

    const paused = started.told(/: .* 0 active, .*paused: `winrepro resume \S+` goes on/);
    expect((await winrepro(['pause'], { cwd })).stdout).toMatch(/starts no more trials; winrepro/);
    await paused;
    await waitFor('the end of what was under way', () => targetsOf(cwd).length === 0);
    const before = trialsIn(folder()).length;
    expect((await winrepro(['list', 'stress'], { cwd })).stdout).toMatch(/ {2}paused {2}/);
    // Longer than all the time that it has.
    await sleep(11_000);
    expect(trialsIn(folder()).length).toBe(before);
    expect(targetsOf(cwd)).toEqual([]);

    const resumed = await winrepro(['resume'], { cwd });
    expect(resumed.exitCode, resumed.stderr).toBe(0);
    expect(resumed.stdout).toMatch(/ goes on\n$/);
    const { exitCode, stdout, stderr } = await started.ended;
    expect(exitCode, stderr).toBe(1);
    const result = resultOf(stdout);
    expect(result.state).toBe('finished');
    expect(result.totals.trials).toBeGreaterThan(before);
    expect(result.seconds).toBeGreaterThanOrEqual(10);
    expect(result.seconds).toBeLessThan(15);
    expect(existsSync(join(folder(), 'paused'))).toBe(false);
    const again = await winrepro(['pause'], { cwd });
    expect(again.exitCode).toBe(129);
    expect(again.stderr).toMatch(/ is not at work, so there is nothing to pause/);
  });
});
