import { UserError } from '../../system/errors.ts';
import type { ScheduleEntry } from './schedule-entry.ts';
import { DAYS, type ScheduleTime } from './schedule-time.ts';

/** Vixie cron cuts a longer command off (MAX_COMMAND in its cron.h). */
const LONGEST_COMMAND = 999;

/**
 * One line for a crontab, with the comment that finds it again at its end, where the shell skips it:
 * so it moves with the line, and stays with it when a person puts a `#` in front.
 *
 * @throws UserError for what no crontab takes.
 */
export function cronLine({ name, time, argv }: ScheduleEntry): string {
  const command = `${argv.map(quoteForCron).join(' ')} ${marker(name)}`;
  if (Buffer.byteLength(command) > LONGEST_COMMAND) {
    throw new UserError(
      `cron takes commands of ${LONGEST_COMMAND} bytes and this one has ${Buffer.byteLength(command)}: use a --workspace with a shorter path`,
    );
  }
  return `${timeFields(time)} ${command}`;
}

/** The table with the line in it, in the place of an older one of that name. */
export function withCronLine(table: Buffer, name: string, line: string): Buffer {
  const lines = linesOf(table);
  const place = lines.findIndex((other) => isOf(name, other));
  const rest = lines.filter((other) => !isOf(name, other));
  const before = rest.slice(0, place < 0 ? undefined : place);
  const after = place < 0 ? [] : rest.slice(place);
  const last = before.at(-1);
  // A table whose last line has no end would take the new one as its continuation.
  const gap = last !== undefined && !last.endsWith('\n') ? '\n' : '';
  const added = Buffer.from(`${line}\n`, 'utf8').toString('latin1');
  return Buffer.from([...before, gap, added, ...after].join(''), 'latin1');
}

/** The table without the lines of that name, everything else byte for byte. */
export function withoutCronLine(table: Buffer, name: string): Buffer {
  return Buffer.from(
    linesOf(table)
      .filter((line) => !isOf(name, line))
      .join(''),
    'latin1',
  );
}

/** Whether a line of that name is in the table and not commented out. */
export function hasCronLine(table: Buffer, name: string): boolean {
  return linesOf(table).some((line) => isOf(name, line) && !/^\s*#/.test(line));
}

/** Each with its end. One character stands for one byte, whatever the table is encoded in. */
function linesOf(table: Buffer): readonly string[] {
  return table.toString('latin1').match(/[^\n]*\n|[^\n]+$/g) ?? [];
}

function isOf(name: string, line: string): boolean {
  return line.trimEnd().endsWith(` ${marker(name)}`);
}

function marker(name: string): string {
  return `# winrepro:${name}`;
}

/** For cron first, then for the shell that it gives the line to. */
function quoteForCron(word: string): string {
  if (word.includes('\\')) {
    // Debian's cron makes one backslash of two, others do not.
    throw new UserError(
      `crons differ in what they make of the backslash in ${word}: use folders without one`,
    );
  }
  const quoted = /^[\w@+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'"'"'`)}'`;
  return quoted.replaceAll('%', '\\%');
}

function timeFields({ hour, minute, every }: ScheduleTime): string {
  if (every === 'hour') return `${minute} * * * *`;
  const days = every.length === DAYS.length ? '*' : every.map(cronDay).join(',');
  return `${minute} ${hour} * * ${days}`;
}

/** Numbers, since names are not allowed in lists. */
function cronDay(day: (typeof DAYS)[number]): string {
  return String((DAYS.indexOf(day) + 1) % 7);
}
