import type { Argv, ArgumentsCamelCase, CommandModule } from 'yargs';
import { workspaceOption } from '../options.ts';

const builder = (yargs: Argv) =>
  workspaceOption(yargs)
    .positional('run', {
      type: 'string',
      describe:
        'the id of a run, a matrix, a bisection, a stress run or a debug session, or its last part [default: the newest of all]',
    })
    .option('output', {
      alias: 'o',
      type: 'string',
      requiresArg: true,
      describe: 'the archive, FILE.zip [default: the id with .zip, in this folder]',
    })
    .option('force', {
      type: 'boolean',
      default: false,
      describe: 'write over an archive that is there',
    })
    .option('dumps', {
      type: 'boolean',
      default: false,
      describe: 'add dumps (*.dmp, core): they are large and hold memory',
    })
    .option('outputs', {
      choices: ['all', 'kept', 'none'] as const,
      default: 'kept' as const,
      describe: 'outputs of trials: kept are all but those of clean trials',
    })
    .option('html', {
      type: 'boolean',
      default: true,
      describe: 'add the report as a page; --no-html leaves it out',
    })
    .option('json', {
      type: 'boolean',
      default: false,
      describe: 'print what the archive holds as one JSON document',
    })
    .example('$0 export', 'the newest run as one archive that another person can replay')
    .example('$0 export 4f2a -o crash.zip --dumps', 'that run, with its dumps');

type Arguments = ReturnType<typeof builder> extends Argv<infer T> ? T : never;

/** `winrepro export`: one archive for another person. */
export const exportCommand: CommandModule<object, Arguments> = {
  command: 'export [run]',
  describe: 'Put a run with all that another person needs into one archive',
  builder,
  async handler(argv: ArgumentsCamelCase<Arguments>) {
    const { exportRun } = await import('../export-session.ts');
    process.exitCode = await exportRun({ ...argv, run: argv.run, output: argv.output });
  },
};
