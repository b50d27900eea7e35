import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { winrepro } from '../cli/winrepro.ts';
import { noMachine, schedulerMachine } from './scheduler-machine.ts';
import { sessionFolder } from './session-folder.ts';

const noCron = noMachine('crontab');
const noSystemd = noMachine('systemctl', 'findmnt');

function title(text: string, impossible: string | undefined): string {
  return impossible === undefined ? text : `${text} (skipped: ${impossible})`;
}

/** A folder whose name every quoting has to get right. */
function oddFolder(): string {
  const folder = join(sessionFolder(), `it's 100% $HOME & "so" %h;#`);
  mkdirSync(folder);
  return folder;
}

interface Schedules {
  readonly schedules: readonly Readonly<Record<string, unknown>>[];
}

describe('winrepro schedule', () => {
  const add = ['schedule', 'add', 'control', '--name', 'night-1'];
  // Refused by stress: what is tested is what it was started with, and that the log has its words.
  const rest = ['--', '--for', '1h', '--variants', `it's "100%"`];

  it.skipIf(noCron !== undefined)(
    title('adds a line to a real crontab, replaces it, and takes it away again', noCron),
    async () => {
      const cwd = oddFolder();
      const machine = await schedulerMachine('cron', cwd);
      const before = Buffer.from('# mine: \xe4\xff\n0 1 * * * true\n', 'latin1');
      writeFileSync(join(cwd, 'table'), before);
      await machine.run(['crontab', join(cwd, 'table')], cwd);
      const show = async () => (await machine.run(['crontab', '-l'], cwd)).stdout;

      const added = await machine.winrepro([...add, ...rest], cwd);
      expect(added, added.stderr).toMatchObject({ exitCode: 0 });
      expect(added.stdout).toContain('added night-1: winrepro stress control --for 1h');
      expect(added.stdout).toContain('cron (no systemd manager of this user answers)');
      await machine.winrepro(
        [...add, '--at', '3:30', '--every', 'sun', '--with', 'cron', ...rest],
        cwd,
      );
      const [first, second, line, ...others] = (await show()).split('\n');
      expect([first?.slice(0, 8), second, others]).toEqual(['# mine: ', '0 1 * * * true', ['']]);
      expect(line).toMatch(/^30 3 \* \* 0 .* # winrepro:night-1$/);

      // What cron gives to the shell, in the environment that cron gives.
      const command = (line ?? '').split(' ').slice(5).join(' ').replaceAll('\\%', '%');
      const ran = await machine.run(['env', '-i', '/bin/sh', '-c', command], '/');
      expect(ran).toMatchObject({ exitCode: 129, stdout: '', stderr: '' });
      const log = readFileSync(join(cwd, '.winrepro', 'schedule', 'night-1.log'), 'utf8');
      expect(log).toContain(JSON.stringify(rest.slice(1)).slice(1));
      expect(log).toMatch(/^winrepro: [^]*=== \S+ exit code 129\n$/m);

      const removed = await machine.winrepro(['schedule', 'remove', 'night-1'], cwd);
      expect(removed.stdout).toContain('removed night-1 (from cron)');
      await machine.run(['sh', '-c', 'crontab -l > left'], cwd);
      expect(readFileSync(join(cwd, 'left'))).toEqual(before);
      expect(readdirSync(join(cwd, '.winrepro', 'schedule'))).toEqual(['night-1.log']);
    },
  );

  it.skipIf(noCron !== undefined)(
    title('leaves a crontab alone that cron does not show as it is', noCron),
    async () => {
      const cwd = oddFolder();
      const machine = await schedulerMachine('cron', cwd);
      writeFileSync(join(cwd, 'table'), '0 1 * * * true\r\n');
      await machine.run(['crontab', join(cwd, 'table')], cwd);
      const added = await machine.winrepro(add, cwd);
      expect(added).toMatchObject({ exitCode: 125 });
      expect(added.stderr).toContain('line ends of Windows');
      expect((await machine.run(['crontab', '-l'], cwd)).stdout).toMatch(/^0 1 [^\n]*\n$/);
      expect(existsSync(join(cwd, '.winrepro'))).toBe(false);
    },
  );

  it.skipIf(noSystemd !== undefined)(
    title('makes a timer that a real systemd starts, lists it, and takes it away again', noSystemd),
    async () => {
      const cwd = oddFolder();
      const machine = await schedulerMachine('systemd', cwd);
      const added = await machine.winrepro([...add, '--every', 'weekdays', ...rest], cwd);
      expect(added, added.stderr).toMatchObject({ exitCode: 0 });
      expect(added.stdout).toContain('started by systemd');
      expect(added.stdout).toContain('loginctl enable-linger');
      const again = await machine.winrepro([...add, '--at', '04:05', ...rest], cwd);
      expect(again.stdout).toContain('replaced night-1');

      const listed = await machine.winrepro(['schedule', 'list', '--json'], cwd);
      const { schedules } = JSON.parse(listed.stdout) as Schedules;
      expect(schedules).toEqual([
        expect.objectContaining({ name: 'night-1', when: 'every day at 04:05', registered: true }),
      ]);
      expect(schedules[0]?.['nextRun']).toMatch(/ 04:05:00/);

      const unit = 'winrepro-night-1.service';
      await machine.run(['systemctl', '--user', 'start', unit], cwd);
      const log = readFileSync(join(cwd, '.winrepro', 'schedule', 'night-1.log'), 'utf8');
      expect(log).toContain(JSON.stringify(rest.slice(1)).slice(1));
      expect(log).toMatch(/=== \S+ exit code 129\n$/);

      const removed = await machine.winrepro(['schedule', 'remove', 'night-1'], cwd);
      expect(removed, removed.stderr).toMatchObject({ exitCode: 0 });
      const timers = await machine.run(['systemctl', '--user', 'list-timers', '--all'], cwd);
      expect(timers.stdout).toContain('0 timers listed');
      expect(readdirSync(join(cwd, '.config', 'systemd', 'user')).filter(isUnit)).toEqual([]);
    },
  );

  it.skipIf(noSystemd !== undefined)(
    title('leaves nothing behind where systemd refuses the timer', noSystemd),
    async () => {
      const cwd = oddFolder();
      const machine = await schedulerMachine('systemd', cwd);
      const units = join(cwd, '.config', 'systemd', 'user');
      mkdirSync(join(units, 'timers.target.wants', 'winrepro-night-1.timer'), { recursive: true });
      const added = await machine.winrepro(add, cwd);
      expect(added).toMatchObject({ exitCode: 125 });
      expect(added.stderr).toContain('systemctl --user enable failed');
      expect(readdirSync(units).filter(isUnit)).toEqual([]);
      expect(existsSync(join(cwd, '.winrepro', 'schedule', 'night-1.json'))).toBe(false);
    },
  );

  it('shows what it would do, for every scheduler, and does nothing', async () => {
    const cwd = oddFolder();
    for (const [scheduler, command] of [
      ['schtasks', 'schtasks /Create /TN'],
      ['systemd', 'systemctl --user enable --now winrepro-nightly.timer'],
      ['cron', 'crontab -'],
    ] as const) {
      const args = ['schedule', 'add', 'control', '--print', '--with', scheduler];
      const printed = await winrepro(args, { cwd });
      expect(printed, printed.stderr).toMatchObject({ exitCode: 0, stderr: '' });
      expect(printed.stdout).toContain(`==> run ${command}`);
      expect(printed.stdout).toContain('"--for",\n    "6h"');
    }
    expect(readdirSync(cwd)).toEqual([]);
  });

  it.each([
    [['add', 'nothing'], 'no recipe nothing'],
    [['add', '--name', 'My Night'], 'not by "My Night"'],
    [['add', '--at', '25:00'], '--at takes a time of day'],
    [['add', '--every', 'moon'], '--every takes day'],
    [['add', '--', '--workspace=x'], 'is given before the --'],
    [['remove', '../nightly'], 'it has none'],
    [['run', 'nightly'], 'there is no schedule nightly'],
    [['list', '--at', '1:00'], 'Unknown argument: at'],
  ])('refuses %j', async (args, told) => {
    const cwd = oddFolder();
    const ended = await winrepro(['schedule', ...args], { cwd });
    expect(ended).toMatchObject({ exitCode: 129, stdout: '' });
    expect(ended.stderr).toContain(told);
    expect(readdirSync(cwd)).toEqual([]);
  });
});

function isUnit(name: string): boolean {
  return /\.(service|timer)$/.test(name);
}
