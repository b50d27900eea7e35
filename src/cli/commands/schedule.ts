import type { Argv, ArgumentsCamelCase, CommandModule } from 'yargs';
import { SCHEDULERS } from '../../campaigns/schedule/schedule-entry.ts';
import { recipeArgument, workspaceOption } from '../options.ts';

const addBuilder = (yargs: Argv) =>
  // What follows `--` is for another command: yargs must not read it.
  workspaceOption(recipeArgument(yargs.parserConfiguration({ 'populate--': true })))
    .option('name', {
      type: 'string',
      requiresArg: true,
      default: 'nightly',
      describe: 'what the schedule is called; one of that name is replaced',
    })
    .option('at', {
      type: 'string',
      requiresArg: true,
      default: '02:00',
      describe: 'the time of day it begins, in local time; of an hour only the minute',
    })
    .option('every', {
      type: 'string',
      requiresArg: true,
      default: 'day',
      describe: 'day, weekdays, hour, or days of the week such as mon,thu',
    })
    .option('with', {
      choices: SCHEDULERS,
      describe: 'the scheduler [default: schtasks on Windows, systemd, else cron]',
    })
    .option('print', {
      type: 'boolean',
      default: false,
      describe: 'show the files and commands, and install nothing',
    })
    .example('$0 schedule add', 'six hours of stress, every night at 02:00')
    .example('$0 schedule add control --at 22:30 --every weekdays -- --for 8h --jobs 2', '');

type AddArguments = ReturnType<typeof addBuilder> extends Argv<infer T> ? T : never;

const addCommand: CommandModule<object, AddArguments> = {
  command: 'add [recipe]',
  describe: 'Run winrepro stress at night; its options follow --',
  builder: addBuilder,
  async handler(argv: ArgumentsCamelCase<AddArguments>) {
    const { addSchedule } = await import('../schedule-session.ts');
    const words = argv['--'];
    process.exitCode = await addSchedule({
      ...argv,
      options: Array.isArray(words) ? words.map(String) : [],
    });
  },
};

/** `winrepro schedule`: nights of stress, started by this machine's own scheduler. */
export const scheduleCommand: CommandModule = {
  command: 'schedule',
  describe: "Stress a recipe at night, by this machine's scheduler",
  builder: (yargs: Argv) =>
    yargs
      .command(addCommand)
      .command(
        'list',
        'List the schedules of the workspace',
        (own) =>
          workspaceOption(own).option('json', {
            type: 'boolean',
            default: false,
            describe: 'print one JSON document',
          }),
        async (argv) => {
          const { listScheduled } = await import('../schedule-session.ts');
          process.exitCode = await listScheduled(argv);
        },
      )
      .command(
        'remove <name>',
        'Remove a schedule; its log stays',
        (own) => nameArgument(workspaceOption(own)),
        async (argv) => {
          const { removeSchedule } = await import('../schedule-session.ts');
          process.exitCode = await removeSchedule(argv);
        },
      )
      // What the scheduler starts; a person who wonders finds it in docs/scheduling.md.
      .command(
        'run <name>',
        false,
        (own) => nameArgument(workspaceOption(own)),
        async (argv) => {
          const { runScheduled } = await import('../schedule-run-session.ts');
          process.exitCode = await runScheduled(argv);
        },
      )
      .demandCommand(1, 'schedule needs add, list or remove'),
  handler: () => undefined,
};

function nameArgument<T>(yargs: Argv<T>) {
  return yargs.positional('name', {
    type: 'string',
    demandOption: true,
    describe: 'as winrepro schedule list shows it',
  });
}
