import fse from 'fs-extra';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { beforeEach, describe, expect, it } from 'vitest';
import { windowsFolder } from './bed.ts';
import { linuxProcesses } from './linux-processes.ts';
import { runWindowsCli, startWindowsCli } from './windows-cli.ts';

const nothing = `schema: winrepro/recipe/1
name: nothing
title: A program that is not there
reproducer: { command: [no-such-program] }
protocol: { iteration: '^turn (\\d+)$' }
variants: { plain: { expect: unknown, why: nobody made it } }
`;

interface Result {
  readonly verdict: string;
  readonly trials: readonly { outcome: string; status: string; iteration: number }[];
}

let cwd = '';

beforeEach(async () => {
  cwd = await windowsFolder();
});

/** Starts a run that would last for hours, and waits until its trial is under way. */
async function startEndlessRun(seed: number) {
  const args = ['run', 'control', '--variant', 'O0', '--iterations', '2000000000'];
  const running = startWindowsCli([...args, '--seed', String(seed)], { cwd });
  const trial = `control.exe 2000000000 --seed ${seed}`;
  const underWay = expect.poll(() => linuxProcesses(trial), { timeout: 60_000 }).not.toEqual([]);
  const early = running.end.then(({ exitCode, stdout, stderr }) => {
    throw new Error(`winrepro ended (${exitCode}) before its trial:\n${stdout}${stderr}`);
  });
  await Promise.race([underWay, early]);
  return { running, trial };
}

describe('winrepro as a Windows program', () => {
  it('builds the control target, makes it crash and records the same iteration for the same seed', async () => {
    const iterations = [];
    for (const attempt of [1, 2]) {
      const ended = await runWindowsCli(['run', 'control', '--seed', '7', '--json'], { cwd });
      expect(ended, `attempt ${attempt}: ${ended.stderr}`).toMatchObject({
        exitCode: 0,
        left: [],
      });
      const { verdict, trials } = JSON.parse(ended.stdout) as Result;
      expect(verdict).toBe('crashes');
      expect(trials).toHaveLength(1);
      expect(trials[0]).toMatchObject({ outcome: 'crashed', status: '0xC0000005' });
      iterations.push(trials[0]?.iteration);
    }
    expect(iterations[0]).toBeGreaterThan(1000);
    expect(iterations[1]).toBe(iterations[0]);
  });

  it('says that a program is not there, and does not take the words of cmd.exe for its own', async () => {
    await fse.writeFile(path.join(cwd, 'nothing.yaml'), nothing);
    const ended = await runWindowsCli(['run', './nothing.yaml'], { cwd });
    expect(ended).toMatchObject({ exitCode: 125, left: [] });
    expect(ended.stderr).toContain('the program or its working folder is not there');
  });

  it('ends its trial within a second of Ctrl-C and says how to go on', async () => {
    const { running, trial } = await startEndlessRun(4_100_001);
    running.pressCtrlC();
    const pressed = performance.now();
    const ended = await running.end;
    expect(performance.now() - pressed).toBeLessThan(3_000);
    expect(ended).toMatchObject({ exitCode: 130, left: [] });
    expect(ended.stdout + ended.stderr).toContain('resume');
    expect(linuxProcesses(trial)).toEqual([]);
  });

  it('leaves no trial behind for more than two seconds when it is killed', async () => {
    const { running, trial } = await startEndlessRun(4_100_002);
    running.kill();
    await sleep(2_000);
    expect(linuxProcesses(trial)).toEqual([]);
    expect(await running.end).toMatchObject({ exitCode: 1, left: [] });
  });
});
