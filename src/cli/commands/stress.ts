import type { Argv, ArgumentsCamelCase, CommandModule } from 'yargs';
import {
  jsonTarget,
  layoutOptions,
  limitOptions,
  outputOptions,
  recipeArgument,
  variantRequest,
  workspaceOption,
} from '../options.ts';
import { queueOptions } from '../queue-options.ts';
import { notifyOption, stressOptions, variantNames } from '../stress-options.ts';

const builder = (yargs: Argv) =>
  queueOptions(
    notifyOption(
      stressOptions(
        limitOptions(outputOptions(workspaceOption(layoutOptions(recipeArgument(yargs))))),
      ),
    ),
  )
    .option('platform', {
      choices: ['win32', 'linux', 'darwin'] as const,
      describe: 'of the workers of a fleet [default: this one]',
    })
    .option('jobs', {
      type: 'number',
      requiresArg: true,
      describe: 'trials at a time [default: the processors of this machine less one]',
    })
    .example('$0 stress control --for 8h', 'all night, then say what changed since the last nights')
    .example('$0 stress control --variants optimized,O0 --until 5-crashes', 'two variants in turn');

type Arguments = ReturnType<typeof builder> extends Argv<infer T> ? T : never;

/** `winrepro stress`: trials for hours, and what changed since the nights before. */
export const stressCommand: CommandModule<object, Arguments> = {
  command: 'stress [recipe]',
  describe: 'Run trials for hours, the variants in turn; compare with the nights before',
  builder,
  async handler(argv: ArgumentsCamelCase<Arguments>) {
    const { stress } = await import('../stress-session.ts');
    process.exitCode = await stress({
      ...argv,
      recipe: argv.recipe,
      variants: variantNames(argv.variants),
      request: await variantRequest(argv),
      limits: argv,
      json: jsonTarget(argv.json),
    });
  },
};
