import { UserError } from '../../system/errors.ts';
import type { ScheduleTime } from './schedule-time.ts';

/** The programs that start a schedule: Windows' Task Scheduler, a systemd user manager, cron. */
export const SCHEDULERS = ['schtasks', 'systemd', 'cron'] as const;
export type Scheduler = (typeof SCHEDULERS)[number];

/** What a scheduler has to know: nothing of it needs a shell, and all paths are absolute. */
export interface ScheduleEntry {
  /** See requireScheduleName. */
  readonly name: string;
  readonly time: ScheduleTime;
  /** The program and its arguments. */
  readonly argv: readonly string[];
  /** The folder that winrepro was in when it was asked. */
  readonly folder: string;
}

/** Throws UserError unless the name is fit for a file, a unit, a task and a comment alike. */
export function requireScheduleName(name: string): void {
  if (/^[a-z0-9][a-z0-9-]{0,31}$/.test(name)) return;
  throw new UserError(
    `a schedule is named by up to 32 small letters, digits and dashes, the first no dash, such as nightly, not by ${JSON.stringify(name)}`,
  );
}

/** Throws UserError when a word cannot stand on one line, which all schedulers want. */
export function requireOneLine({ argv, folder }: ScheduleEntry): void {
  // eslint-disable-next-line no-control-regex -- control characters are what is looked for
  const bad = [...argv, folder].find((word) => /[\u0000-\u001f\u007f]/.test(word));
  if (bad === undefined) return;
  throw new UserError(
    `no scheduler takes ${JSON.stringify(bad)}, which has control characters in it: use folders without them`,
  );
}
