import type { Argv, ArgumentsCamelCase, CommandModule } from 'yargs';
import { bisectOptions, bisectRequest } from '../bisect-options.ts';
import { jsonTarget, recipeArgument, variantRequest } from '../options.ts';
import { bisectEditCommands } from './bisect-edit.ts';

const axisBuilder = (yargs: Argv) =>
  bisectOptions(recipeArgument(yargs))
    .positional('axis', {
      type: 'string',
      demandOption: true,
      describe: 'an axis of the recipe: flags, objects, functions, patches, versions, commits',
    })
    .example('$0 bisect flags control', 'which flags the crash needs, and which clear it')
    .example('$0 bisect objects numpy-pypy --budget 8h', 'which object files must have them')
    .example('$0 bisect log', 'the commands that rebuild the state of the newest bisection');

type Arguments = ReturnType<typeof axisBuilder> extends Argv<infer T> ? T : never;

const axisCommand: CommandModule<object, Arguments> = {
  command: '$0 <axis> [recipe]',
  describe: 'Find what the crash needs on an axis of the recipe',
  builder: axisBuilder,
  async handler(argv: ArgumentsCamelCase<Arguments>) {
    const { bisect } = await import('../bisect-session.ts');
    process.exitCode = await bisect({
      ...bisectRequest(argv),
      axis: argv.axis,
      recipe: argv.recipe,
      request: await variantRequest({ ...argv, variant: undefined }),
      json: jsonTarget(argv.json),
    });
  },
};

/** `winrepro bisect`: what a crash needs, although a quiet run proves nothing. */
export const bisectCommand: CommandModule = {
  command: 'bisect',
  describe: 'Find what the crash needs: flags, objects, functions, patches, versions, commits',
  // yargs looks for the axis among these; as a command of its own it is the one that is meant.
  builder: (yargs: Argv) => bisectEditCommands(yargs.command(axisCommand)),
  handler: () => undefined,
};
