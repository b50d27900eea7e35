import { UserError } from '../../system/errors.ts';

/** In the order of a week, as systemd and cron number them. */
export const DAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;
export type Day = (typeof DAYS)[number];

/** When a schedule begins its work, in the machine's local time. */
export interface ScheduleTime {
  /** 0 to 23; without meaning when it runs every hour. */
  readonly hour: number;
  /** 0 to 59. */
  readonly minute: number;
  /** The days of the week in their order, or every hour of every day. */
  readonly every: 'hour' | readonly Day[];
}

/**
 * Reads `--at 02:00` and `--every day`, `weekdays`, `mon,thu` or `hour`; an hour's schedule takes
 * the minute only.
 *
 * @throws UserError for anything else.
 */
export function parseScheduleTime(at: string, every: string): ScheduleTime {
  const clock = /^(\d{1,2}):(\d{2})$/.exec(at.trim());
  const hour = Number(clock?.[1]);
  const minute = Number(clock?.[2]);
  if (clock === null || hour > 23 || minute > 59) {
    throw new UserError(`--at takes a time of day from 00:00 to 23:59, not ${at}`);
  }
  return { hour, minute, every: parseEvery(every) };
}

function parseEvery(text: string): ScheduleTime['every'] {
  const words = text
    .toLowerCase()
    .split(',')
    .map((word) => word.trim());
  if (words.length === 1 && words[0] === 'hour') return 'hour';
  if (words.length === 1 && words[0] === 'day') return DAYS;
  if (words.length === 1 && words[0] === 'weekdays') return DAYS.slice(0, 5);
  if (words.every(isDay)) return DAYS.filter((day) => words.includes(day));
  throw new UserError(
    `--every takes day, weekdays, hour, or days of the week such as mon,thu, not ${text}`,
  );
}

function isDay(word: string): word is Day {
  return (DAYS as readonly string[]).includes(word);
}

/** `02:00` */
export function clockOf({ hour, minute }: ScheduleTime): string {
  return `${two(hour)}:${two(minute)}`;
}

/** The word that parseScheduleTime reads as the same days. */
export function everyOf({ every }: ScheduleTime): string {
  if (every === 'hour') return 'hour';
  if (every.length === DAYS.length) return 'day';
  return every.join(',') === DAYS.slice(0, 5).join(',') ? 'weekdays' : every.join(',');
}

/** `every day at 02:00`, `every hour at minute 15`, `mon,thu at 02:00`. */
export function describeTime(time: ScheduleTime): string {
  if (time.every === 'hour') return `every hour at minute ${time.minute}`;
  const days = everyOf(time);
  return `${days === 'day' ? 'every day' : days} at ${clockOf(time)}`;
}

/**
 * The first time after `now`, in local time without a zone: `2026-11-26T02:00:00`. A time that
 * summer time skips is the one that the system's clock shows instead.
 */
export function nextStart(time: ScheduleTime, now: Date): string {
  const step = time.every === 'hour' ? 'hour' : 'day';
  for (let ahead = 0; ; ahead += 1) {
    const start = new Date(
      now.getFullYear(),
      now.getMonth(),
      now.getDate() + (step === 'day' ? ahead : 0),
      step === 'day' ? time.hour : now.getHours() + ahead,
      time.minute,
    );
    if (start > now && fallsOn(time, start)) return localText(start);
  }
}

function fallsOn({ every }: ScheduleTime, start: Date): boolean {
  // Date counts from Sunday.
  const day = DAYS[(start.getDay() + 6) % 7];
  return every === 'hour' || (day !== undefined && every.includes(day));
}

function localText(time: Date): string {
  const date = `${time.getFullYear()}-${two(time.getMonth() + 1)}-${two(time.getDate())}`;
  return `${date}T${two(time.getHours())}:${two(time.getMinutes())}:00`;
}

function two(value: number): string {
  return String(value).padStart(2, '0');
}
