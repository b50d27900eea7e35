import yargs from 'yargs';
import { bisectCommand } from './commands/bisect.ts';
import { compareCommand } from './commands/compare.ts';
import { debugCommand } from './commands/debug.ts';
import { doctorCommand } from './commands/doctor.ts';
import { exportCommand } from './commands/export.ts';
import { historyCommand } from './commands/history.ts';
import { listCommand } from './commands/list.ts';
import { matrixCommand } from './commands/matrix.ts';
import { planCommand } from './commands/plan.ts';
import { probeCommand } from './commands/probe.ts';
import { reportCommand } from './commands/report.ts';
import { mergeCommand } from './commands/merge.ts';
import { pauseCommand } from './commands/pause.ts';
import { replayCommand } from './commands/replay.ts';
import { resumeCommand } from './commands/resume.ts';
import { runCommand } from './commands/run.ts';
import { scheduleCommand } from './commands/schedule.ts';
import { stressCommand } from './commands/stress.ts';
import { timelineCommand } from './commands/timeline.ts';
import { workerCommand } from './commands/worker.ts';
import { watchRegistersCommand } from './commands/watch-registers.ts';
import { printError } from './print-error.ts';
import { usageFailure } from './usage-failure.ts';
import { packageVersion } from './version.ts';

/** Parses the arguments, runs the command, returns the exit code. */
export async function main(args: readonly string[]): Promise<number> {
  try {
    await yargs([...args])
      .scriptName('winrepro')
      .usage('$0 <command>\n\nHunts native crashes that happen only sometimes.')
      .command(runCommand)
      .command(probeCommand)
      .command(matrixCommand)
      .command(bisectCommand)
      .command(debugCommand)
      .command(watchRegistersCommand)
      .command(stressCommand)
      .command(pauseCommand)
      .command(mergeCommand)
      .command(historyCommand)
      .command(compareCommand)
      .command(scheduleCommand)
      .command(workerCommand)
      .command(planCommand)
      .command(doctorCommand)
      .command(resumeCommand)
      .command(timelineCommand)
      .command(reportCommand)
      .command(exportCommand)
      .command(replayCommand)
      .command(listCommand)
      .demandCommand(1, 'a command is needed')
      .strict()
      .recommendCommands()
      .version(packageVersion())
      .help()
      .alias('help', 'h')
      .wrap(Math.min(100, process.stdout.columns || 100))
      .epilogue(
        'Exit codes: 0 done, (run, debug, stress, merge) reproduced, (probe) cleared or (replay) the same, 1 not ' +
          'reproduced, (probe) it crashes, (matrix, bisect) void or (replay) it differs, 3 undecided ' +
          '(compare, merge, replay: also when it cannot be told), 125 ' +
          'set-up failed or (probe) not known, 129 usage, ' +
          '130 interrupted (all is saved), 70 a bug of winrepro.',
      )
      .exitProcess(false)
      .fail((message, error) => usageFailure(message, error, args))
      .parseAsync();
    return Number(process.exitCode ?? 0);
  } catch (error) {
    return printError(error);
  }
}
