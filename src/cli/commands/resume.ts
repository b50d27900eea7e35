import type { Argv, ArgumentsCamelCase, CommandModule } from 'yargs';
import { jsonTarget, outputOptions, workspaceOption } from '../options.ts';
import { queueOptions } from '../queue-options.ts';

const builder = (yargs: Argv) =>
  queueOptions(outputOptions(workspaceOption(yargs))).positional('run', {
    type: 'string',
    describe:
      'the id of a run, a matrix, a bisection, a stress run or a debug session, or its last part [default: the newest unfinished one]',
  });

type Arguments = ReturnType<typeof builder> extends Argv<infer T> ? T : never;

/** `winrepro resume`: goes on where an interrupted run stopped. */
export const resumeCommand: CommandModule<object, Arguments> = {
  command: 'resume [run]',
  describe: 'Go on with an interrupted run: no trial is counted twice, none is lost',
  builder,
  async handler(argv: ArgumentsCamelCase<Arguments>) {
    const json = jsonTarget(argv.json);
    const { resume } = await import('../run-session.ts');
    process.exitCode = await resume({
      run: argv.run,
      workspace: argv.workspace,
      json,
      quiet: argv.quiet,
      wait: argv.wait,
      keepOutput: argv.keepOutput,
      queue: argv.queue,
      queuePrefix: argv.queuePrefix,
    });
  },
};
