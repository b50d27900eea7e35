import type { Argv, ArgumentsCamelCase, CommandModule } from 'yargs';
import {
  jsonTarget,
  limitOptions,
  outputOptions,
  recipeArgument,
  trialLimits,
  variantOptions,
  variantRequest,
  wholeNumber,
  workspaceOption,
} from '../options.ts';

const LAST_ROWS = 12;

const builder = (yargs: Argv) =>
  limitOptions(outputOptions(workspaceOption(variantOptions(recipeArgument(yargs)))))
    .option('registers', {
      type: 'string',
      requiresArg: true,
      describe: "which of the recipe's watches [default: the first that fits the platform]",
    })
    .option('function', {
      type: 'string',
      requiresArg: true,
      describe: 'watch this function in place of a watch of the recipe',
    })
    .option('across', {
      type: 'string',
      requiresArg: true,
      describe: 'compare non-volatile registers before and after each call of this function',
    })
    .option('show', {
      type: 'string',
      requiresArg: true,
      describe: 'what to show at each entry: r8,poi(r8),poi(r8+8),xmm6',
    })
    .option('convention', {
      choices: ['windows', 'sysv'] as const,
      describe: "which registers a call must restore [default: the watch's, else the platform's]",
    })
    .option('module', {
      type: 'string',
      requiresArg: true,
      describe: "cdb: where functions are that name no module [default: the program's own]",
    })
    .option('debugger', {
      type: 'string',
      requiresArg: true,
      describe: 'gdb, cdb or the path of one [default: cdb on Windows, else gdb]',
    })
    .option('from', {
      type: 'number',
      requiresArg: true,
      describe: 'look at what happens from this iteration on',
    })
    .option('last', {
      type: 'number',
      requiresArg: true,
      default: LAST_ROWS,
      describe: 'keep so many of the last stops beside those around a change',
    })
    .option('until-change', {
      type: 'boolean',
      default: false,
      describe: 'end the trial at the first change, without waiting for what comes of it',
    })
    .option('trials', {
      type: 'number',
      requiresArg: true,
      default: 1,
      describe: 'at most so many trials, until the first that crashes or loses a register',
    })
    .option('markdown', { type: 'boolean', default: false, describe: 'print it as Markdown' })
    .example('$0 watch-registers control', "the recipe's watch until the crash")
    .example('$0 watch-registers control --variant jit-fixed', 'the same where nothing is lost')
    .example(
      '$0 watch-registers ./mine.yaml --function f --across g --show rdi,poi(rdi)',
      'a watch of your own',
    );

type Arguments = ReturnType<typeof builder> extends Argv<infer T> ? T : never;

/** `winrepro watch-registers`: which call lost which register. */
export const watchRegistersCommand: CommandModule<object, Arguments> = {
  command: 'watch-registers [recipe]',
  describe:
    'Watch registers and memory at each call under a debugger: which call lost which register',
  builder,
  async handler(argv: ArgumentsCamelCase<Arguments>) {
    const { watchRegisters } = await import('../watch-session.ts');
    const { timeoutSeconds, stallSeconds, seed } = trialLimits({ ...argv, jobs: 1 });
    process.exitCode = await watchRegisters({
      recipe: argv.recipe,
      workspace: argv.workspace,
      variant: await variantRequest(argv),
      debugger: argv.debugger,
      asked: {
        name: argv.registers,
        function: argv.function,
        across: argv.across,
        show: argv.show?.split(',').map((place) => place.trim()),
        convention: argv.convention,
        from: argv.from === undefined ? null : wholeNumber('from', argv.from, 0, 2 ** 53 - 1),
        untilChange: argv.untilChange,
      },
      options: {
        trials: wholeNumber('trials', argv.trials, 1, 1_000_000),
        last: wholeNumber('last', argv.last, 1, 100_000),
        module: argv.module ?? null,
        timeoutSeconds,
        stallSeconds,
      },
      seed,
      json: jsonTarget(argv.json),
      markdown: argv.markdown,
      quiet: argv.quiet,
      wait: argv.wait,
    });
  },
};
