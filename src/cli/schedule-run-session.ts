import { join, resolve as resolvePath } from 'node:path';
import { readSchedule, scheduleFiles } from '../records/schedule-record.ts';
import { appendText } from '../system/append-text.ts';
import { nowIso } from '../system/clock.ts';
import { withVariables } from '../system/environment-variables.ts';
import { UserError } from '../system/errors.ts';
import { acquireLock, lockHolder } from '../system/lock.ts';
import { runLogged, type LoggedEnd } from '../system/run-logged.ts';
import { baseEnvironment } from '../campaigns/trial-environment.ts';
import { exitCode, type ExitCode } from './exit-codes.ts';
import { watchInterrupts } from './interrupt.ts';
import { packageRoot } from './package-root.ts';

/**
 * What a scheduler starts: runs `winrepro stress` as the schedule's record says, all that it prints
 * at the end of the log. Returns the exit code of that winrepro, which is one of ours.
 */
export async function runScheduled(given: {
  readonly workspace: string;
  readonly name: string;
}): Promise<ExitCode> {
  const workspace = resolvePath(given.workspace);
  const record = await readSchedule(workspace, given.name);
  if (record === null) {
    throw new UserError(
      `there is no schedule ${given.name} in ${workspace}: remove it from the scheduler, or add it again with winrepro schedule add`,
    );
  }
  const { log, lock: lockFile } = scheduleFiles(workspace, given.name);
  // cron starts the next one while the last one still runs; the others do not.
  if ((await lockHolder(lockFile)) !== null) {
    await note(log, 'not started: the last one still runs');
    return exitCode.done;
  }
  const command = `winrepro schedule run ${given.name}`;
  const lock = await acquireLock(lockFile, { command, what: command, wait: false });
  const interrupts = watchInterrupts(() => undefined);
  try {
    const words = ['stress', record.recipe, '--workspace', workspace, ...record.options];
    await note(log, `winrepro ${JSON.stringify(words)}`);
    const argv = [process.execPath, join(packageRoot, 'dist', 'cli', 'main.js'), ...words];
    const end = await runLogged(argv, {
      folder: record.folder,
      environment: withVariables(baseEnvironment(process.env), {
        ...record.environment,
        // On Windows colors are thought to be fit for whatever is not a terminal, too.
        NO_COLOR: '1',
      }),
      log,
      signal: interrupts.signal,
    });
    const code = codeOf(end, interrupts.signal.aborted);
    await note(log, end.exitCode === null ? `it ended by ${end.why}` : `exit code ${code}`);
    return code;
  } finally {
    interrupts.dispose();
    lock.release();
  }
}

function codeOf({ exitCode: code }: LoggedEnd, stopped: boolean): ExitCode {
  if (stopped) return exitCode.interrupted;
  return Object.values(exitCode).find((known) => known === code) ?? exitCode.setUpFailed;
}

async function note(log: string, text: string): Promise<void> {
  await appendText(log, `=== ${nowIso()} ${text}\n`);
}
