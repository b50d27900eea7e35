import type { Argv, ArgumentsCamelCase, CommandModule } from 'yargs';
import {
  jsonTarget,
  outputOptions,
  recipeArgument,
  trialLimits,
  trialOptions,
  variantOptions,
  variantRequest,
  wholeNumber,
  workspaceOption,
} from '../options.ts';

const DEFAULT_TRIALS = 20;

const builder = (yargs: Argv) =>
  trialOptions(
    outputOptions(workspaceOption(variantOptions(recipeArgument(yargs))))
      .option('trials', {
        type: 'number',
        requiresArg: true,
        describe: `run so many trials, all of them [default: until the first crash, at most ${DEFAULT_TRIALS}]`,
      })
      .option('until-crash', {
        type: 'boolean',
        describe: 'stop at the first crash, also with --trials [default: only without --trials]',
      }),
  )
    .example('$0 run', 'the main job: build, loop, say at which iteration it crashed')
    .example('$0 run control --variant O0', 'the same without optimization')
    .example('$0 run ./my-recipe.yaml --trials 50 --jobs 2', 'a recipe of your own');

type Arguments = ReturnType<typeof builder> extends Argv<infer T> ? T : never;

/** `winrepro run`: the main job. */
export const runCommand: CommandModule<object, Arguments> = {
  command: 'run [recipe]',
  describe: 'Reproduce a crash: build, run the loop in fresh processes, record the iteration',
  builder,
  async handler(argv: ArgumentsCamelCase<Arguments>) {
    const trials = argv.trials;
    const { run } = await import('../run-session.ts');
    process.exitCode = await run({
      recipe: argv.recipe,
      workspace: argv.workspace,
      variant: await variantRequest(argv),
      trials: trials === undefined ? DEFAULT_TRIALS : wholeNumber('trials', trials, 1, 1_000_000),
      untilCrash: argv.untilCrash ?? trials === undefined,
      ...trialLimits(argv),
      json: jsonTarget(argv.json),
      quiet: argv.quiet,
      wait: argv.wait,
      keepOutput: argv.keepOutput,
    });
  },
};
