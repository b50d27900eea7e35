import fse from 'fs-extra';
import path from 'node:path';
import { expect, it } from 'vitest';
import { readBed, windowsFolder } from './bed.ts';
import { runWindowsCli } from './windows-cli.ts';

/** Where Wine's Task Scheduler keeps what was registered. */
function registered(name: string): string {
  return path.join(readBed().driveC, 'windows', 'system32', 'tasks', 'winrepro', name);
}

// Wine 8 keeps settings and drops triggers and actions, starts nothing and answers no /Query.
it('a schedule goes to Task Scheduler and is taken away again (Wine has a real schtasks)', async () => {
  const cwd = path.join(await windowsFolder(), `Nacht & 100% 'ä' 木`);
  await fse.ensureDir(cwd);
  const options = ['--', '--for', '1h', '--no-such-option'];
  const add = ['schedule', 'add', 'control', '--name', 'night-1', ...options];
  const added = await runWindowsCli(add, { cwd });
  expect(added, added.stderr).toMatchObject({ exitCode: 0, left: [] });
  expect(added.stdout).toContain(
    'added night-1: winrepro stress control --for 1h --no-such-option, every day at 02:00',
  );
  const kept = await fse.readFile(registered('night-1'), 'utf8');
  expect(kept).toContain('<ExecutionTimeLimit>PT0S</ExecutionTimeLimit>');
  expect(kept).toContain('<WakeToRun>true</WakeToRun>');
  const schedule = path.join(cwd, '.winrepro', 'schedule');
  const task = await fse.readFile(path.join(schedule, 'night-1.xml'), 'utf16le');
  expect(task).toMatch(/<Command>[A-Z]:\\.*\\node\.exe<\/Command>/);

  const ran = await runWindowsCli(['schedule', 'run', 'night-1'], { cwd });
  expect(ran, ran.stderr).toMatchObject({ exitCode: 129, stdout: '', left: [] });
  expect(await fse.readFile(path.join(schedule, 'night-1.log'), 'utf8')).toMatch(
    /"--no-such-option"\][^]*\nwinrepro: [^]*=== \S+ exit code 129\n$/,
  );

  const removed = await runWindowsCli(['schedule', 'remove', 'night-1'], { cwd });
  expect(removed, removed.stderr).toMatchObject({ exitCode: 0 });
  expect(await fse.pathExists(registered('night-1'))).toBe(false);
  expect(await fse.readdir(schedule)).toEqual(['night-1.log']);
});
