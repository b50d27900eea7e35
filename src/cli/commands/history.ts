import type { Argv, ArgumentsCamelCase, CommandModule } from 'yargs';
import { workspaceOption } from '../options.ts';

const builder = (yargs: Argv) =>
  workspaceOption(yargs)
    .positional('recipe', { type: 'string', describe: 'only nights of this recipe, by its name' })
    .option('variant', {
      type: 'string',
      requiresArg: true,
      describe: 'only nights of this variant',
    })
    .option('last', {
      type: 'number',
      requiresArg: true,
      default: 14,
      describe: 'at most so many nights of each variant',
    })
    .option('json', { type: 'boolean', default: false, describe: 'print one JSON document' })
    .option('html', {
      type: 'string',
      requiresArg: true,
      describe: 'also write a page with charts to this FILE',
    })
    .option('rebuild', {
      type: 'boolean',
      default: false,
      describe: 'read all journals again instead of trusting the index',
    });

type Arguments = ReturnType<typeof builder> extends Argv<infer T> ? T : never;

/** `winrepro history`: the crash rate night after night. */
export const historyCommand: CommandModule<object, Arguments> = {
  command: 'history [recipe]',
  describe: 'Show the rate night after night, with a verdict on each',
  builder,
  async handler(argv: ArgumentsCamelCase<Arguments>) {
    const { history } = await import('../history-session.ts');
    process.exitCode = await history(argv);
  },
};
