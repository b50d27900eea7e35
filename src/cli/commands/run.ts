import type { Argv, ArgumentsCamelCase, CommandModule } from 'yargs';
import {
  jsonTarget,
  outputOptions,
  recipeArgument,
  span,
  variantOptions,
  variantRequest,
  wholeNumber,
  workspaceOption,
} from '../options.ts';

const DEFAULT_TRIALS = 20;

const builder = (yargs: Argv) =>
  outputOptions(workspaceOption(variantOptions(recipeArgument(yargs))))
    .option('trials', {
      type: 'number',
      requiresArg: true,
      describe: `run so many trials, all of them [default: until the first crash, at most ${DEFAULT_TRIALS}]`,
    })
    .option('until-crash', {
      type: 'boolean',
      describe: 'stop at the first crash, also with --trials [default: only without --trials]',
    })
    .option('jobs', { type: 'number', requiresArg: true, default: 1, describe: 'trials at a time' })
    .option('timeout', {
      type: 'string',
      requiresArg: true,
      default: '1h',
      describe: 'a trial that lasts longer is hung (0: no limit)',
    })
    .option('stall', {
      type: 'string',
      requiresArg: true,
      default: '60s',
      describe: 'a trial without any progress for so long is hung (0: no limit)',
    })
    .option('seed', {
      type: 'number',
      requiresArg: true,
      describe: 'seed of the first trial, the next ones count on [default: random]',
    })
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
    const { LARGEST_SEED } = await import('../../campaigns/seeds.ts');
    const seed = argv.seed;
    const trials = argv.trials;
    const { run } = await import('../run-session.ts');
    process.exitCode = await run({
      recipe: argv.recipe,
      workspace: argv.workspace,
      variant: await variantRequest(argv),
      trials: trials === undefined ? DEFAULT_TRIALS : wholeNumber('trials', trials, 1, 1_000_000),
      untilCrash: argv.untilCrash ?? trials === undefined,
      jobs: wholeNumber('jobs', argv.jobs, 1, 1024),
      timeoutSeconds: span('timeout', argv.timeout),
      stallSeconds: span('stall', argv.stall),
      seed: seed === undefined ? undefined : wholeNumber('seed', seed, 0, LARGEST_SEED),
      json: jsonTarget(argv.json),
      quiet: argv.quiet,
      wait: argv.wait,
      keepOutput: argv.keepOutput,
    });
  },
};
