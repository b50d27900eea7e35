import { join, resolve as resolvePath } from 'node:path';
import { loadRecipe } from '../campaigns/find-recipe.ts';
import { describeSteps } from '../campaigns/schedule/describe-steps.ts';
import {
  requireScheduleName,
  type ScheduleEntry,
  type Scheduler,
} from '../campaigns/schedule/schedule-entry.ts';
import {
  clockOf,
  describeTime,
  everyOf,
  parseScheduleTime,
} from '../campaigns/schedule/schedule-time.ts';
import { chooseScheduler, nextRun, readState } from '../campaigns/schedule/scheduler-state.ts';
import { addSteps, removeSteps } from '../campaigns/schedule/scheduler-steps.ts';
import { renderCommand } from '../pipeline/render-command.ts';
import {
  keptVariables,
  listSchedules,
  readSchedule,
  scheduleFiles,
  scheduleRecord,
  type ScheduleRecord,
} from '../records/schedule-record.ts';
import { nowIso } from '../system/clock.ts';
import { UserError } from '../system/errors.ts';
import { doSteps, type SchedulerStep } from '../system/scheduler-steps.ts';
import { checkStressWords } from './check-stress-words.ts';
import { columns } from './columns.ts';
import { exitCode, type ExitCode } from './exit-codes.ts';
import { packageRoot } from './package-root.ts';
import { defaultRecipe, recipePlaces, shownPath, thisHost } from './places.ts';
import { resultScreen } from './screens.ts';
import { packageVersion } from './version.ts';

export interface AddArguments {
  readonly recipe?: string | undefined;
  readonly workspace: string;
  readonly name: string;
  readonly at: string;
  readonly every: string;
  readonly with: Scheduler | undefined;
  readonly print: boolean;
  /** Of `winrepro stress`; none for `--for 6h`. */
  readonly options: readonly string[];
}

/** Registers a schedule, or shows how it would be; returns the exit code. */
export async function addSchedule(given: AddArguments): Promise<ExitCode> {
  const { name, print } = given;
  requireScheduleName(name);
  const time = parseScheduleTime(given.at, given.every);
  requireNoWorkspace(given.options);
  await checkStressWords(given.options);
  const workspace = resolvePath(given.workspace);
  const files = scheduleFiles(workspace, name);
  const recipe = given.recipe ?? defaultRecipe(thisHost());
  await loadRecipe(recipe, recipePlaces());
  const { scheduler, why } = await chooseScheduler(given.with, {
    printOnly: print,
    platform: process.platform,
  });
  const record = scheduleRecord({
    name,
    at: clockOf(time),
    every: everyOf(time),
    scheduler,
    recipe,
    options: given.options.length === 0 ? ['--for', '6h'] : given.options,
    folder: process.cwd(),
    environment: keptVariables(process.env),
    createdAt: nowIso(),
    winrepro: packageVersion(),
  });
  const entry: ScheduleEntry = {
    name,
    time,
    argv: [
      process.execPath,
      join(packageRoot, 'dist', 'cli', 'main.js'),
      ...['schedule', 'run', name, '--workspace', workspace],
    ],
    folder: process.cwd(),
  };
  const older = await readSchedule(workspace, name);
  const state = await readState(scheduler, name, files.task);
  const steps: readonly SchedulerStep[] = [
    {
      does: 'write',
      path: files.record,
      content: Buffer.from(`${JSON.stringify(record, null, 2)}\n`),
    },
    ...(await stepsAway(older, scheduler, files.task)),
    ...addSteps(entry, state),
  ];
  if (print) {
    resultScreen().write(describeSteps(steps, thisHost().platform));
    return exitCode.done;
  }
  await doSteps(steps);
  const replaced = older !== null || state.registered === true;
  say(
    `${replaced ? 'replaced' : 'added'} ${name}: ${commandLine(record)}, ${describeTime(time)}`,
    `started by ${scheduler} (${why}); it prints into ${shownPath(files.log)}`,
    ...(scheduler === 'systemd'
      ? ['your timers stop when you log out, unless you type once: loginctl enable-linger']
      : []),
  );
  return exitCode.done;
}

/** What takes an older entry of the name from another scheduler than the one that is used now. */
async function stepsAway(
  older: ScheduleRecord | null,
  scheduler: Scheduler,
  taskFile: string,
): Promise<readonly SchedulerStep[]> {
  if (older === null || older.scheduler === scheduler) return [];
  return removeSteps(older.name, await readState(older.scheduler, older.name, taskFile));
}

/** Prints the schedules of a workspace; returns the exit code. */
export async function listScheduled(given: {
  readonly workspace: string;
  readonly json: boolean;
}): Promise<ExitCode> {
  const workspace = resolvePath(given.workspace);
  const rows = await Promise.all(
    (await listSchedules(workspace)).map((name) => rowOf(workspace, name)),
  );
  if (given.json) {
    const document = { schema: 'winrepro/schedules/1', schedules: rows };
    resultScreen().write(`${JSON.stringify(document, null, 2)}\n`);
  } else if (rows.length === 0) {
    say(`no schedules in ${shownPath(workspace)}`);
  } else {
    const cells = rows.map((row) => [
      row.name,
      row.when,
      row.command,
      row.registered === false ? `${row.scheduler} (gone from it)` : row.scheduler,
      row.nextRun ?? '-',
      shownPath(row.log),
    ]);
    const titles = ['name', 'when', 'command', 'scheduler', 'next run', 'log'];
    resultScreen().write(columns([titles, ...cells]));
  }
  return exitCode.done;
}

async function rowOf(workspace: string, name: string) {
  const record = await requireSchedule(workspace, name);
  const { task, log } = scheduleFiles(workspace, name);
  const { registered } = await readState(record.scheduler, name, task);
  return {
    name,
    when: describeTime(parseScheduleTime(record.at, record.every)),
    recipe: record.recipe,
    command: commandLine(record),
    scheduler: record.scheduler,
    registered,
    nextRun: registered === false ? null : await nextRun(record.scheduler, name),
    log,
  };
}

/** Takes a schedule from the scheduler and out of the workspace; returns the exit code. */
export async function removeSchedule(given: {
  readonly workspace: string;
  readonly name: string;
}): Promise<ExitCode> {
  const { name } = given;
  const workspace = resolvePath(given.workspace);
  const { scheduler } = await requireSchedule(workspace, name);
  const files = scheduleFiles(workspace, name);
  const state = await readState(scheduler, name, files.task);
  await doSteps([
    ...removeSteps(name, state),
    { does: 'remove', path: files.task },
    { does: 'remove', path: files.record },
  ]);
  const gone = state.registered === false ? `${scheduler} had it no more` : `from ${scheduler}`;
  say(`removed ${name} (${gone}); its log stays: ${shownPath(files.log)}`);
  return exitCode.done;
}

/** Throws UserError with the names that there are. */
async function requireSchedule(workspace: string, name: string): Promise<ScheduleRecord> {
  const names = await listSchedules(workspace);
  const record = names.includes(name) ? await readSchedule(workspace, name) : null;
  if (record !== null) return record;
  const known = names.length === 0 ? 'it has none' : `it has ${names.join(', ')}`;
  throw new UserError(
    `there is no schedule ${name} in ${workspace}: ${known}; --workspace names another folder`,
  );
}

function requireNoWorkspace(options: readonly string[]): void {
  const found = options.find((word) => /^--workspace(=|$)/.test(word));
  if (found === undefined) return;
  throw new UserError(
    'the workspace of a schedule is given before the --, as in `winrepro schedule add control --workspace FOLDER -- --for 8h`',
  );
}

function commandLine({ recipe, options }: ScheduleRecord): string {
  const argv = ['winrepro', 'stress', recipe, ...options];
  return renderCommand(argv, {}, thisHost().platform).join('');
}

function say(...lines: readonly string[]): void {
  resultScreen().write(lines.map((line) => `${line}\n`).join(''));
}
