import type { Argv, ArgumentsCamelCase, CommandModule } from 'yargs';
import { workspaceOption } from '../options.ts';

const builder = (yargs: Argv) =>
  workspaceOption(yargs)
    .positional('what', {
      choices: [
        'recipes',
        'variants',
        'runs',
        'matrices',
        'bisections',
        'stress',
        'debug',
      ] as const,
      default: 'recipes' as const,
      describe: 'what to list',
    })
    .positional('recipe', {
      type: 'string',
      describe: 'whose variants [default: as for run]',
    })
    .option('json', { type: 'boolean', default: false, describe: 'print one JSON document' });

type Arguments = ReturnType<typeof builder> extends Argv<infer T> ? T : never;

/** `winrepro list`: recipes, their variants, the runs of a workspace. */
export const listCommand: CommandModule<object, Arguments> = {
  command: 'list [what] [recipe]',
  describe: 'List recipes, the variants of one, or what is in the workspace',
  builder,
  async handler(argv: ArgumentsCamelCase<Arguments>) {
    const { list } = await import('../list-session.ts');
    process.exitCode = await list(argv);
  },
};
