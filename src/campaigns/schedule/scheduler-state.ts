import { nowIso } from '../../system/clock.ts';
import { ask } from '../../system/command.ts';
import { EnvironmentError, UserError } from '../../system/errors.ts';
import { exists } from '../../system/files.ts';
import { findProgram } from '../../system/find-program.ts';
import {
  readCrontab,
  systemdAnswers,
  taskTemplate,
  taskUser,
  userUnitFolder,
} from '../../system/scheduler-facts.ts';
import { join } from 'node:path';
import { hasCronLine } from './cron-line.ts';
import type { Scheduler } from './schedule-entry.ts';
import type { SchedulerState } from './scheduler-steps.ts';
import { unitName } from './systemd-units.ts';
import { taskName } from './task-name.ts';

/** The scheduler that is used, and why this one. */
export interface Choice {
  readonly scheduler: Scheduler;
  readonly why: string;
}

/**
 * Windows has Task Scheduler, Linux systemd where a manager of the user answers, else cron; macOS has
 * cron.
 *
 * @param wanted by `--with`; it is taken unasked when nothing is to be installed.
 * @throws UserError when this machine's system has no such scheduler; EnvironmentError when it does
 *   not answer.
 */
export async function chooseScheduler(
  wanted: Scheduler | undefined,
  { printOnly, platform }: { readonly printOnly: boolean; readonly platform: NodeJS.Platform },
): Promise<Choice> {
  if (wanted !== undefined) {
    if (!printOnly) await requireScheduler(wanted, platform);
    return { scheduler: wanted, why: 'as --with says' };
  }
  if (platform === 'win32') return { scheduler: 'schtasks', why: 'this is Windows' };
  if (platform === 'linux' && (await systemdAnswers())) {
    return { scheduler: 'systemd', why: 'a systemd manager of this user answers' };
  }
  if (!printOnly) await requireScheduler('cron', platform);
  const why =
    platform === 'linux' ? 'no systemd manager of this user answers' : `this is ${platform}`;
  return { scheduler: 'cron', why };
}

async function requireScheduler(scheduler: Scheduler, platform: NodeJS.Platform): Promise<void> {
  if ((scheduler === 'schtasks') !== (platform === 'win32')) {
    const fitting = platform === 'win32' ? 'schtasks' : 'systemd or cron';
    throw new UserError(
      `--with ${scheduler} is for another system than ${platform}: use --with ${fitting}, or --print to see what it would be`,
    );
  }
  if (scheduler === 'systemd' && !(await systemdAnswers())) {
    throw new EnvironmentError(
      'no systemd manager of this user answers (systemctl --user show-environment): log in as this user without su, or use --with cron',
    );
  }
  if (scheduler === 'cron' && findProgram('crontab') === null) {
    throw new EnvironmentError(
      'no systemd manager of this user answers and there is no crontab program: install cron (Debian: apt-get install cron)',
    );
  }
}

/** What a scheduler has of that name now. Throws EnvironmentError when it does not tell. */
export async function readState(
  scheduler: Scheduler,
  name: string,
  taskFile: string,
): Promise<SchedulerState> {
  switch (scheduler) {
    case 'schtasks': {
      const answer = await ask(['schtasks', '/Query', '/TN', taskName(name)]);
      // Wine's says nothing of anything, with exit code 0.
      const known = answer !== null && (answer.exitCode !== 0 || answer.stdout.trim() !== '');
      return {
        scheduler,
        registered: known ? answer.exitCode === 0 : null,
        taskFile,
        machine: {
          template: await taskTemplate(),
          user: taskUser(),
          now: new Date(nowIso()),
          environment: process.env,
        },
      };
    }
    case 'systemd': {
      const unitFolder = userUnitFolder();
      const registered = await exists(join(unitFolder, `${unitName(name)}.timer`));
      return { scheduler, registered, unitFolder };
    }
    case 'cron': {
      const table = await readCrontab();
      return { scheduler, registered: hasCronLine(table, name), table };
    }
  }
}

/** When the scheduler says that it starts next, in its own words; null when it does not say. */
export async function nextRun(scheduler: Scheduler, name: string): Promise<string | null> {
  if (scheduler === 'cron') return null;
  const question =
    scheduler === 'systemd'
      ? ['systemctl', '--user', 'show', '--property=NextElapseUSecRealtime', '--value'].concat(
          `${unitName(name)}.timer`,
        )
      : ['schtasks', '/Query', '/TN', taskName(name), '/FO', 'CSV', '/NH'];
  const answer = await ask(question);
  if (answer?.exitCode !== 0) return null;
  const text = answer.stdout.trim();
  // "\winrepro\nightly","11/26/2026 2:00:00 AM","Ready", in the language of the machine.
  const told = scheduler === 'systemd' ? text : /^"[^"]*","([^"]*)"/.exec(text)?.[1];
  return told === undefined || told === '' ? null : told;
}
