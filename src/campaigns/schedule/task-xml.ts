import { InternalError, UserError } from '../../system/errors.ts';
import type { ScheduleEntry } from './schedule-entry.ts';
import { DAYS, nextStart, type Day, type ScheduleTime } from './schedule-time.ts';

const DAY_ELEMENTS: Readonly<Record<Day, string>> = {
  mon: 'Monday',
  tue: 'Tuesday',
  wed: 'Wednesday',
  thu: 'Thursday',
  fri: 'Friday',
  sat: 'Saturday',
  sun: 'Sunday',
};

export interface TaskMachine {
  /** The text of templates/windows/task.xml. */
  readonly template: string;
  /** `DOMAIN\name` of who runs it. */
  readonly user: string;
  readonly now: Date;
  /** Variables of the user, for they are put into the paths of a task. */
  readonly environment: Readonly<Record<string, string | undefined>>;
}

/**
 * A task for `schtasks /Create /XML`
 * (https://learn.microsoft.com/windows/win32/taskschd/task-scheduler-schema).
 *
 * @throws UserError for a path in which Windows would replace something.
 */
export function taskXml(entry: ScheduleEntry, machine: TaskMachine): string {
  const [command = '', ...args] = entry.argv;
  for (const word of [...entry.argv, entry.folder]) requireUnexpanded(word, machine.environment);
  const values: Readonly<Record<string, string>> = {
    description: escapeXml(`winrepro schedule ${entry.name}`),
    start: nextStart(entry.time, machine.now),
    schedule: scheduleElements(entry.time),
    user: escapeXml(machine.user),
    command: escapeXml(command),
    arguments: escapeXml(args.map(quoteArgument).join(' ')),
    folder: escapeXml(entry.folder),
  };
  return machine.template.replaceAll(/\{\{(\w+)\}\}/g, (_, name: string) => {
    const value = values[name];
    if (value === undefined) throw new InternalError(`task.xml asks for ${name}, which nobody has`);
    return value;
  });
}

/** The bytes that `encoding="UTF-16"` promises, with the line ends of Windows. */
export function taskBytes(xml: string): Buffer {
  const text = xml.replaceAll('\r\n', '\n').replaceAll('\n', '\r\n');
  return Buffer.from(`\uFEFF${text}`, 'utf16le');
}

/**
 * Quotes one argument so that CommandLineToArgvW and the C runtime read it back
 * (https://learn.microsoft.com/cpp/c-language/parsing-c-command-line-arguments). No shell reads it.
 */
export function quoteArgument(word: string): string {
  if (/^[^\s"]+$/.test(word)) return word;
  return `"${word.replaceAll(/(\\*)"/g, '$1$1\\"').replace(/(\\+)$/, '$1$1')}"`;
}

function scheduleElements({ every }: ScheduleTime): string {
  const daily = '<ScheduleByDay><DaysInterval>1</DaysInterval></ScheduleByDay>';
  if (every === 'hour') {
    return `<Repetition><Interval>PT1H</Interval><Duration>P1D</Duration><StopAtDurationEnd>false</StopAtDurationEnd></Repetition>${daily}`;
  }
  if (every.length === DAYS.length) return daily;
  const days = every.map((day) => `<${DAY_ELEMENTS[day]} />`).join('');
  return `<ScheduleByWeek><WeeksInterval>1</WeeksInterval><DaysOfWeek>${days}</DaysOfWeek></ScheduleByWeek>`;
}

function escapeXml(text: string): string {
  const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' };
  return text.replaceAll(/[&<>]/g, (letter) => entities[letter] ?? letter);
}

/** Task Scheduler puts variables into a task's paths, and knows no way to write a plain `%PATH%`. */
function requireUnexpanded(word: string, environment: TaskMachine['environment']): void {
  const known = new Set(Object.keys(environment).map((name) => name.toUpperCase()));
  const names = [...word.matchAll(/%(?=([^%]+)%)/g)].map((match) => match[1] ?? '');
  const replaced = names.find((name) => known.has(name.toUpperCase()));
  const part = replaced === undefined ? /\$\(\w+\)/.exec(word)?.[0] : `%${replaced}%`;
  if (part === undefined) return;
  throw new UserError(
    `Task Scheduler would replace ${part} in ${word}: use a folder with another name`,
  );
}
