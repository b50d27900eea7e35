import { join } from 'node:path';
import { EnvironmentError } from '../system/errors.ts';
import { exists, listFiles, readJson } from '../system/files.ts';
import { requireRecord } from './require-record.ts';
import { isOneOf, isRecordOf, isText, isTexts, type Shape } from './shape.ts';

const SCHEMA = 'winrepro/schedule/1';

/** `<workspace>/schedule/<name>.json`: what `winrepro schedule run` does when the time has come. */
export interface ScheduleRecord {
  readonly schema: typeof SCHEMA;
  readonly name: string;
  /** `02:00`, local time. */
  readonly at: string;
  /** `day`, `weekdays`, `hour` or `mon,thu`. */
  readonly every: string;
  readonly scheduler: 'schtasks' | 'systemd' | 'cron';
  readonly recipe: string;
  /** Options of `winrepro stress`. */
  readonly options: readonly string[];
  /** Absolute: where the schedule was added, and where it works. */
  readonly folder: string;
  /** Variables that a scheduler does not have, such as the PATH that finds the compilers. */
  readonly environment: Readonly<Record<string, string>>;
  /** ISO 8601, UTC. */
  readonly createdAt: string;
  /** The version of winrepro. */
  readonly winrepro: string;
}

/** Where the files of one schedule are; nothing is read or made. */
export interface ScheduleFiles {
  readonly record: string;
  /** What its runs printed. */
  readonly log: string;
  /** Held by a run. */
  readonly lock: string;
  /** For Windows' Task Scheduler. */
  readonly task: string;
}

/** The files of a schedule in an (absolute) workspace. */
export function scheduleFiles(workspace: string, name: string): ScheduleFiles {
  const file = (extension: string): string => join(workspace, 'schedule', `${name}.${extension}`);
  return { record: file('json'), log: file('log'), lock: file('lock'), task: file('xml') };
}

/** A record that is new; `winrepro/schedule/1` is put in. */
export function scheduleRecord(parts: Omit<ScheduleRecord, 'schema'>): ScheduleRecord {
  return { schema: SCHEMA, ...parts };
}

/** Those that find tools: a scheduler's PATH is short, and it knows nothing of a shell's set-up. */
export function keptVariables(
  environment: Readonly<Record<string, string | undefined>>,
): Readonly<Record<string, string>> {
  const kept: Record<string, string> = {};
  for (const [name, value] of Object.entries(environment)) {
    if (value !== undefined && /^(PATH|CONDA_EXE)$/i.test(name)) kept[name] = value;
  }
  return kept;
}

/** The names of all schedules of a workspace, sorted. */
export async function listSchedules(workspace: string): Promise<readonly string[]> {
  const names = await listFiles(join(workspace, 'schedule'));
  return names.filter((name) => name.endsWith('.json')).map((name) => name.slice(0, -5));
}

/** Null when there is none. Throws EnvironmentError for one that is damaged. */
export async function readSchedule(
  workspace: string,
  name: string,
): Promise<ScheduleRecord | null> {
  const { record } = scheduleFiles(workspace, name);
  if (!(await exists(record))) return null;
  return parseScheduleRecord(await readJson(record), record);
}

const shape: Shape<ScheduleRecord> = {
  schema: isText,
  name: isText,
  at: isText,
  every: isText,
  scheduler: isOneOf('schtasks', 'systemd', 'cron'),
  recipe: isText,
  options: isTexts,
  folder: isText,
  environment: isRecordOf(isText),
  createdAt: isText,
  winrepro: isText,
};

/** Throws EnvironmentError when the value, read from `path`, is no such record. */
export function parseScheduleRecord(value: unknown, path: string): ScheduleRecord {
  requireRecord(value, path, { schema: SCHEMA, shape, what: 'schedule' });
  const record = value as unknown as ScheduleRecord;
  if (path.endsWith(`${record.name}.json`)) return record;
  throw new EnvironmentError(
    `${path} is the record of the schedule ${record.name}: give the file its own name again`,
  );
}
