import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { sleep } from '../../src/system/clock.ts';
import { folderBytes } from '../../src/system/files.ts';
import { packageRoot, startWinrepro, winrepro } from '../cli/winrepro.ts';
import { fakeTime, noFakeTime } from '../system/faketime.ts';
import { noSmallDisk, onSmallDisk, smallDiskTitle } from '../system/small-disk.ts';
import { sessionFolder } from './session-folder.ts';
import { noProc } from './session-processes.ts';
import {
  control,
  FOREVER,
  keeperOf,
  resultOf,
  sorted,
  stressIn,
  targetsOf,
  trialsIn,
  waitFor,
} from './stress-folder.ts';

describe('the clock of a stress run', { timeout: 90_000 }, () => {
  it.skipIf(noProc !== undefined)(
    `does not count a sleep, of which no trial hangs and a note tells${noProc === undefined ? '' : ` (skipped: ${noProc})`}`,
    async () => {
      const cwd = sessionFolder();
      const limits = ['--stall', '3s', '--timeout', '6s', '--for', '4s'];
      const started = startWinrepro(control(...FOREVER, ...limits, '--json'), { cwd });
      await waitFor('both trials', () => targetsOf(cwd).length === 2);
      await sleep(1000);
      const pids = [started.pid, keeperOf(cwd), ...targetsOf(cwd).map(({ pid }) => pid)];
      for (const pid of pids) process.kill(pid, 'SIGSTOP');
      await sleep(8000);
      for (const pid of pids.reverse()) process.kill(pid, 'SIGCONT');
      const { exitCode, stdout, stderr } = await started.ended;
      expect(exitCode, stderr).toBe(1);
      const result = resultOf(stdout);
      expect(result.totals).toMatchObject({ trials: 2, interrupted: 2, hung: 0 });
      expect(result.seconds).toBeGreaterThanOrEqual(4);
      expect(result.seconds).toBeLessThan(8);
      expect(result.notes.map(({ text }) => text)).toEqual([
        expect.stringMatching(/^the machine slept, or its clock was set forward, by ([89]|1\d) s$/),
      ]);
      expect(stderr).toContain(result.notes[0]?.text);
      const trials = trialsIn(stressIn(join(cwd, '.winrepro')));
      for (const { seconds, warnings } of trials) {
        expect(seconds).toBeLessThan(6);
        expect(warnings).toEqual([
          expect.stringMatching(/^the machine slept or winrepro was stopped/),
        ]);
      }
    },
  );

  it.skipIf(noFakeTime !== undefined)(
    `is not the time of day, which may be set forward and back${noFakeTime === undefined ? '' : ` (skipped: ${noFakeTime})`}`,
    async () => {
      const cwd = sessionFolder();
      const time = fakeTime(cwd);
      const limits = ['--stall', '3s', '--timeout', '60s', '--for', '6s'];
      const { variables } = time;
      const options = control(...FOREVER, ...limits, '--json');
      const started = startWinrepro(options, { cwd, variables });
      const noted = started.told(/clock was set forward, by 2(1599|160\d) s/);
      await waitFor('both trials', () => targetsOf(cwd).length === 2);
      const begun = performance.now();
      time.set(6 * 3600);
      await noted;
      time.set(-3600);
      const { exitCode, stdout, stderr } = await started.ended;
      expect(exitCode, stderr).toBe(1);
      const result = resultOf(stdout);
      expect((performance.now() - begun) / 1000).toBeGreaterThan(4);
      expect(result.seconds).toBeGreaterThanOrEqual(6);
      expect(result.seconds).toBeLessThan(20);
      expect(result.totals).toMatchObject({ trials: 2, interrupted: 2, hung: 0 });
      expect(result.notes).toHaveLength(1);
      const trials = trialsIn(stressIn(join(cwd, '.winrepro')));
      expect(trials.every(({ seconds }) => seconds > 2 && seconds < 20)).toBe(true);
      expect(trials.flatMap(({ warnings }) => warnings)).toEqual([]);
    },
  );
});

describe('a disk that fills', { timeout: 90_000 }, () => {
  const filling = (...options: readonly string[]): readonly string[] => [
    ...control('--variants', 'O0', '--keep-output', '--iterations', '30000', '--json'),
    ...options,
  ];

  it.skipIf(noSmallDisk !== undefined)(
    smallDiskTitle('stops the run before it is full, with the reason'),
    async () => {
      const disk = join(sessionFolder(), 'disk');
      await onSmallDisk(
        disk,
        async () => {
          const args = filling('--min-disk', '15MB', '--for', '1h');
          const { exitCode, stdout, stderr } = await winrepro(args, { cwd: disk });
          expect(exitCode, stderr).toBe(125);
          const result = resultOf(stdout);
          expect(result.state).toBe('interrupted');
          expect(result.reason).toMatch(
            /^only \S+ MB are left on the disk of .*, less than --min-disk 15 MB: free some, then go on$/,
          );
          expect(result.resume).toMatch(/^winrepro resume /);
          expect(result.totals.trials).toBeGreaterThan(5);
          const folder = stressIn(join(disk, '.winrepro'));
          const ids = trialsIn(folder).map(({ id }) => id);
          expect(ids.sort((a, b) => a - b)).toEqual(ids.map((_, place) => place + 1));
        },
        { kibibytes: 28 * 1024 },
      );
    },
  );

  it.skipIf(noSmallDisk !== undefined)(
    smallDiskTitle(
      'to the last byte ends it with one sentence; freed, no trial is lost or doubled',
    ),
    async () => {
      const disk = join(sessionFolder(), 'disk');
      await onSmallDisk(
        disk,
        async () => {
          const args = filling('--min-disk', '0B', '--trials', '60');
          const full = await winrepro(args, { cwd: disk });
          expect(full.exitCode, full.stderr).toBe(125);
          expect(full.stderr.match(/^winrepro: .*\n/gm)).toEqual([
            expect.stringMatching(/^winrepro: (.*no space left on the disk|.*disk .*full).*\n$/),
          ]);
          const folder = stressIn(join(disk, '.winrepro'));
          const before = trialsIn(folder);
          expect(before.length).toBeGreaterThan(3);
          expect(before.length).toBeLessThan(60);

          for (const name of readdirSync(join(folder, 'trials'))) {
            rmSync(join(folder, 'trials', name), { recursive: true });
          }
          const resumed = await winrepro(['resume', '--json'], { cwd: disk });
          expect(resumed.exitCode, resumed.stderr).toBe(1);
          const { totals, journal } = resultOf(resumed.stdout);
          expect(totals.trials).toBe(60);
          expect(totals.hung + totals.failed + totals.crashed).toBe(0);
          expect(journal).toEqual({ torn: 0, corrupt: [], duplicates: [] });
          expect(sorted(trialsIn(folder)).map(({ id }) => id)).toEqual(
            Array.from({ length: 60 }, (_, place) => place + 1),
          );
        },
        { kibibytes: 6 * 1024 },
      );
    },
  );
});

describe('memory that is short', { timeout: 60_000 }, () => {
  it('lets no trial start, and is told', async () => {
    const cwd = sessionFolder();
    const limits = ['--min-memory', '1000TB', '--for', '2s', '--json'];
    const { exitCode, stdout, stderr } = await winrepro(control(...limits), { cwd });
    expect(exitCode, stderr).toBe(1);
    expect(resultOf(stdout)).toMatchObject({ state: 'finished', totals: { trials: 0 } });
    expect(stderr).toMatch(
      /0 active, waits: only \S+ [MGT]B of memory are available, less than --min-memory 1000 TB$/m,
    );
  });
});

describe('the outputs of a stress run', { timeout: 60_000 }, () => {
  it('stay below the cap and one more, the first of each signature among them', async () => {
    const cwd = sessionFolder();
    const args = control('--variants', 'optimized,trace', '--trials', '24', '--keep', '100kB');
    const { exitCode, stdout, stderr } = await winrepro([...args, '--json'], { cwd });
    expect(exitCode, stderr).toBe(0);
    const result = resultOf(stdout);
    const folder = stressIn(join(cwd, '.winrepro'));
    const crashes = trialsIn(folder).filter(({ outcome }) => outcome === 'crashed');
    expect(crashes.length).toBeGreaterThan(15);
    const kept = crashes.flatMap(({ output }) => output.file ?? []);
    expect(kept.length).toBeLessThan(crashes.length / 2);
    const sizes = await Promise.all(kept.map((file) => folderBytes(join(folder, file, '..'))));
    const total = await folderBytes(join(folder, 'trials'));
    expect(total).toBe(sizes.reduce((sum, size) => sum + size, 0));
    // Each variant may have its first crash when the cap is reached already.
    expect(total).toBeLessThan(100_000 + 2 * Math.max(...sizes));
    for (const { signatures } of result.variants) {
      for (const { evidence } of signatures) {
        expect(evidence.length).toBeGreaterThan(0);
        expect(evidence.every((file) => existsSync(join(folder, file)))).toBe(true);
      }
    }
    expect(readdirSync(join(folder, 'trials'))).toHaveLength(kept.length);
  });
});

describe('a variant that cannot be built', { timeout: 60_000 }, () => {
  it('is told, and the others go on', async () => {
    const cwd = sessionFolder();
    const { exitCode, stdout, stderr } = await winrepro(
      ['stress', brokenRecipe(cwd), '--variants', 'O0,broken', '--trials', '8', '--json'],
      { cwd },
    );
    expect(exitCode, stderr).toBe(1);
    expect(stderr).toMatch(/^ {2}broken: cannot be tried: /m);
    const result = resultOf(stdout);
    expect(result.state).toBe('finished');
    expect(
      result.variants.map(({ name, totals, failed }) => [name, totals.trials, failed !== null]),
    ).toEqual([
      ['O0', 4, false],
      ['broken', 0, true],
    ]);
  });

  it('alone ends with 125 and the reason', async () => {
    const cwd = sessionFolder();
    const { exitCode, stderr } = await winrepro(
      ['stress', brokenRecipe(cwd), '--variants', 'broken', '--trials', '8'],
      { cwd },
    );
    expect(exitCode).toBe(125);
    expect(stderr).toMatch(/^winrepro: .+$/m);
  });
});

/** The control with a variant that the compiler refuses; the path of the recipe. */
function brokenRecipe(cwd: string): string {
  const text = readFileSync(join(packageRoot, 'recipes', 'control.yaml'), 'utf8');
  const broken = [
    'variants:',
    '  broken:',
    '    expect: unknown',
    '    why: no compiler knows this flag',
    '    flags: { gnu: { common: { add: [-fno-such-flag-exists] } } }',
  ].join('\n');
  const file = join(cwd, 'broken control.yaml');
  const templates = join(packageRoot, 'templates', 'control');
  const own = text.replace('../templates/control', JSON.stringify(templates));
  writeFileSync(file, own.replace(/^variants:$/m, broken));
  return file;
}
