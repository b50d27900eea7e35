import { join } from 'node:path';
import type { SchedulerStep } from '../../system/scheduler-steps.ts';
import { cronLine, withCronLine, withoutCronLine } from './cron-line.ts';
import { requireOneLine, type ScheduleEntry } from './schedule-entry.ts';
import { serviceUnit, timerUnit, unitName } from './systemd-units.ts';
import { taskName } from './task-name.ts';
import { taskBytes, taskXml, type TaskMachine } from './task-xml.ts';

/** What a scheduler has of a name; `registered` is null where it does not tell. */
export type SchedulerState =
  | {
      readonly scheduler: 'schtasks';
      readonly registered: boolean | null;
      readonly taskFile: string;
      readonly machine: TaskMachine;
    }
  | { readonly scheduler: 'systemd'; readonly registered: boolean; readonly unitFolder: string }
  | { readonly scheduler: 'cron'; readonly registered: boolean; readonly table: Buffer };

/** What registers an entry, in the place of one of that name. Throws UserError for odd paths. */
export function addSteps(entry: ScheduleEntry, state: SchedulerState): readonly SchedulerStep[] {
  requireOneLine(entry);
  switch (state.scheduler) {
    case 'schtasks': {
      const { taskFile, machine } = state;
      return [
        { does: 'write', path: taskFile, content: taskBytes(taskXml(entry, machine)) },
        {
          does: 'run',
          argv: ['schtasks', '/Create', '/TN', taskName(entry.name), '/XML', taskFile, '/F'],
        },
      ];
    }
    case 'systemd':
      return systemdSteps(entry, state);
    case 'cron':
      return [crontabStep(withCronLine(state.table, entry.name, cronLine(entry)))];
  }
}

/** What takes the entry of a name away; none when it is gone already. */
export function removeSteps(name: string, state: SchedulerState): readonly SchedulerStep[] {
  if (state.registered === false) {
    // A line that a person has commented out goes as well.
    if (state.scheduler !== 'cron') return [];
    const rest = withoutCronLine(state.table, name);
    return rest.equals(state.table) ? [] : [crontabStep(rest)];
  }
  switch (state.scheduler) {
    case 'schtasks':
      return [
        { does: 'run', argv: ['schtasks', '/Delete', '/TN', taskName(name), '/F'] },
        { does: 'remove', path: state.taskFile },
      ];
    case 'systemd': {
      const { timer, timerFile, serviceFile } = units(name, state.unitFolder);
      return [
        { does: 'run', argv: systemctl('disable', '--now', timer) },
        forgetLastRun(timer),
        { does: 'remove', path: timerFile },
        { does: 'remove', path: serviceFile },
        { does: 'run', argv: systemctl('daemon-reload') },
      ];
    }
    case 'cron':
      return [crontabStep(withoutCronLine(state.table, name))];
  }
}

function systemdSteps(
  entry: ScheduleEntry,
  { registered, unitFolder }: { readonly registered: boolean; readonly unitFolder: string },
): readonly SchedulerStep[] {
  const { timer, timerFile, serviceFile } = units(entry.name, unitFolder);
  const stop: readonly SchedulerStep[] = [
    { does: 'run', argv: systemctl('stop', timer), undo: [systemctl('start', timer)] },
    forgetLastRun(timer),
  ];
  return [
    ...(registered ? stop : []),
    {
      does: 'write',
      path: serviceFile,
      content: Buffer.from(serviceUnit(entry)),
      undo: [systemctl('daemon-reload')],
    },
    { does: 'write', path: timerFile, content: Buffer.from(timerUnit(entry)) },
    { does: 'run', argv: systemctl('daemon-reload') },
    {
      does: 'run',
      argv: systemctl('enable', '--now', timer),
      undo: registered ? [] : [systemctl('disable', '--now', timer)],
    },
  ];
}

/** Else a new time that lies between the last run and now would count as missed and start at once. */
function forgetLastRun(timer: string): SchedulerStep {
  return { does: 'run', argv: systemctl('clean', '--what=state', timer), optional: true };
}

function systemctl(...words: readonly string[]): readonly string[] {
  return ['systemctl', '--user', ...words];
}

function units(name: string, folder: string) {
  const timer = `${unitName(name)}.timer`;
  return {
    timer,
    timerFile: join(folder, timer),
    serviceFile: join(folder, `${unitName(name)}.service`),
  };
}

function crontabStep(table: Buffer): SchedulerStep {
  if (table.length === 0) return { does: 'run', argv: ['crontab', '-r'] };
  return { does: 'run', argv: ['crontab', '-'], input: table };
}
