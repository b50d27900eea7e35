import { describe, expect, it } from 'vitest';
import { sleep } from '../../src/system/clock.ts';
import { startWinrepro, type Started } from '../cli/winrepro.ts';
import { sessionFolder } from './session-folder.ts';
import { noProc, processesOf, secondsUntil } from './session-processes.ts';

/** Hours of work, so that only the interrupt can end it. */
const LONG_RUN = [
  ...['run', 'control', '--variant', 'O0', '--jobs', '2'],
  ...['--trials', '6', '--iterations', '1000000000'],
];

describe.skipIf(noProc !== undefined)(
  noProc === undefined ? 'Ctrl-C' : `Ctrl-C (skipped: ${noProc})`,
  { timeout: 60_000 },
  () => {
    it('ends the child tree within a second, saves all and says how to go on', async () => {
      const cwd = sessionFolder();
      const started = await atWork(cwd);
      started.kill('SIGINT');
      const seconds = await secondsUntil(() => targetsOf(cwd).length === 0, 5);
      expect(seconds).toBeLessThan(1);

      const { exitCode, stdout, stderr } = await started.ended;
      expect(exitCode).toBe(130);
      expect(stdout).toBe('');
      expect(stderr).toMatch(
        /winrepro: interrupted after 0 of 6 trials; all is saved: `winrepro resume \S+-control-O0-\w{4}` goes on\n$/,
      );
      expect(await secondsUntil(() => processesOf(cwd).length === 0, 2)).not.toBeNull();
    });

    it('in the build ends the compiler and leaves no half build behind', async () => {
      const cwd = sessionFolder();
      const started = startWinrepro(
        [...'run control --seed 7 --workspace'.split(' '), 'mein Ordner'],
        { cwd },
      );
      await started.told(/patches/);
      started.kill('SIGINT');
      const { exitCode, stderr } = await started.ended;
      expect(exitCode, stderr).toBe(130);
      // As typed, it must find the run again.
      expect(stderr).toMatch(
        /interrupted while \w+ \S+; all is saved: `winrepro resume \S+ --workspace 'mein Ordner'` goes on\n$/,
      );

      const resumed = await startWinrepro(['resume', '--workspace', 'mein Ordner', '--json'], {
        cwd,
      }).ended;
      expect(resumed.exitCode, resumed.stderr).toBe(0);
      expect(resumed.stdout).toContain('"verdict": "crashes"');
    });

    it('a second time ends winrepro at once, even when the keeper hangs', async () => {
      const cwd = sessionFolder();
      const started = await atWork(cwd);
      const keeper = processesOf(cwd).find(({ command }) => command.includes('keeper-process'));
      expect(keeper).toBeDefined();
      process.kill(keeper?.pid ?? NaN, 'SIGSTOP');
      started.kill('SIGINT');
      await started.told(/a second Ctrl-C ends at once/);
      await sleep(400);
      const begun = performance.now();
      started.kill('SIGINT');
      const { exitCode } = await started.ended;
      expect(exitCode).toBe(130);
      expect(performance.now() - begun).toBeLessThan(1000);

      process.kill(keeper?.pid ?? NaN, 'SIGCONT');
      expect(await secondsUntil(() => processesOf(cwd).length === 0, 2)).not.toBeNull();
    });
  },
);

/** Starts the long run and waits until both of its first trials run. */
async function atWork(cwd: string): Promise<Started> {
  const started = startWinrepro(LONG_RUN, { cwd });
  const seconds = await secondsUntil(() => targetsOf(cwd).length === 2, 30);
  expect(seconds).not.toBeNull();
  return started;
}

function targetsOf(cwd: string): readonly unknown[] {
  return processesOf(cwd).filter(({ name }) => name === 'control');
}
