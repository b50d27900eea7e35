import type { Argv, ArgumentsCamelCase, CommandModule } from 'yargs';
import { workspaceOption } from '../options.ts';

const builder = (yargs: Argv) =>
  workspaceOption(yargs)
    .positional('run', {
      type: 'string',
      describe:
        'the id of a run, a matrix, a bisection, a stress run or a debug session, or its last part [default: the newest of all]',
    })
    .option('format', {
      alias: 'f',
      choices: ['terminal', 'markdown', 'json', 'html', 'junit'] as const,
      default: 'terminal' as const,
      describe:
        'markdown is ready to be pasted into an issue; html and junit of runs and stress runs',
    })
    .option('output', {
      alias: 'o',
      type: 'string',
      requiresArg: true,
      describe: 'write it to this FILE [default: stdout]',
    });

type Arguments = ReturnType<typeof builder> extends Argv<infer T> ? T : never;

/** `winrepro report`: the result of a run, recomputed from its journal. */
export const reportCommand: CommandModule<object, Arguments> = {
  command: 'report [run]',
  describe: 'Show the result of a run, recomputed from its journal',
  builder,
  async handler(argv: ArgumentsCamelCase<Arguments>) {
    const { report } = await import('../report-session.ts');
    process.exitCode = await report(argv);
  },
};
