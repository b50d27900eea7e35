import type { Argv, ArgumentsCamelCase, CommandModule } from 'yargs';
import { outputOptions, workspaceOption } from '../options.ts';
import { queueOptions } from '../queue-options.ts';

const builder = (yargs: Argv) =>
  queueOptions(outputOptions(workspaceOption(yargs)))
    .hide('json')
    .option('jobs', {
      type: 'number',
      requiresArg: true,
      describe: 'trials at a time [default: the processors of this machine less one]',
    })
    .option('name', {
      type: 'string',
      requiresArg: true,
      describe: 'what reports call this worker [default: its name in the network]',
    })
    .option('lease', {
      type: 'string',
      requiresArg: true,
      default: '30s',
      describe: 'a worker that is silent for so long has lost its trials to others',
    })
    .option('once', {
      type: 'boolean',
      default: false,
      describe: 'leave when the first campaign that was joined is over',
    })
    .example('$0 worker --queue redis://:password@lab:6379', 'takes part in whatever is submitted');

type Arguments = ReturnType<typeof builder> extends Argv<infer T> ? T : never;

/** `winrepro worker`: one machine of a fleet. */
export const workerCommand: CommandModule<object, Arguments> = {
  command: 'worker',
  describe: 'Run trials that others submit with `winrepro stress --queue`',
  builder,
  async handler(argv: ArgumentsCamelCase<Arguments>) {
    const { worker } = await import('../worker-session.ts');
    process.exitCode = await worker(argv);
  },
};
