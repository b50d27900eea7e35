import { clockOf, DAYS, type Day, type ScheduleTime } from './schedule-time.ts';
import type { ScheduleEntry } from './schedule-entry.ts';

const DAY_NAMES: Readonly<Record<Day, string>> = {
  mon: 'Mon',
  tue: 'Tue',
  wed: 'Wed',
  thu: 'Thu',
  fri: 'Fri',
  sat: 'Sat',
  sun: 'Sun',
};

/** `winrepro-nightly`, the name of both units of a schedule. */
export function unitName(name: string): string {
  return `winrepro-${name}`;
}

/**
 * The service that the timer starts. It needs no folder: `winrepro schedule run` goes to the one
 * that its record names, and WorkingDirectory= knows no quotes.
 */
export function serviceUnit({ name, argv }: ScheduleEntry): string {
  return [
    '[Unit]',
    `Description=winrepro schedule ${name}`,
    '',
    '[Service]',
    'Type=oneshot',
    `ExecStart=${execStart(argv)}`,
    '# Answers of winrepro stress that are no failure of the service.',
    'SuccessExitStatus=1 3',
    '',
  ].join('\n');
}

/** The timer; a time that passed while the machine was off is made up for. */
export function timerUnit({ name, time }: ScheduleEntry): string {
  return [
    '[Unit]',
    `Description=winrepro schedule ${name}`,
    '',
    '[Timer]',
    `OnCalendar=${onCalendar(time)}`,
    'Persistent=true',
    '',
    '[Install]',
    'WantedBy=timers.target',
    '',
  ].join('\n');
}

/** A command line by the rules of systemd.service(5) and systemd.syntax(7). */
export function execStart([program = '', ...args]: readonly string[]): string {
  // Variables are put into arguments only: in the path of the program a `$$` would stay two.
  const rest = args.map((word) => quoteWord(word.replaceAll('$', '$$$$')));
  return [quoteWord(program), ...rest].join(' ');
}

function quoteWord(word: string): string {
  const escaped = word.replaceAll(/[\\"]/g, '\\$&').replaceAll('%', '%%');
  return `"${escaped}"`;
}

/** systemd.time(7): `Mon,Thu *-*-* 02:00:00`. */
export function onCalendar(time: ScheduleTime): string {
  if (time.every === 'hour') return `*-*-* *:${clockOf(time).slice(3)}:00`;
  const date = `*-*-* ${clockOf(time)}:00`;
  if (time.every.length === DAYS.length) return date;
  return `${time.every.map((day) => DAY_NAMES[day]).join(',')} ${date}`;
}
