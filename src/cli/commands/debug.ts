import type { Argv, ArgumentsCamelCase, CommandModule } from 'yargs';
import { debugOptions } from '../debug-options.ts';
import { jsonTarget, trialLimits, variantRequest, wholeNumber } from '../options.ts';

const builder = (yargs: Argv) =>
  debugOptions(yargs)
    .example('$0 debug control', 'the crash with its stack, registers and code')
    .example('$0 debug control --compare 50', 'does the debugger change how often it crashes?')
    .example('$0 debug control --attach', 'the program waits for a debugger of your own')
    .example('$0 debug numpy-pypy --dump full', 'a dump of the process beside the report');

type Arguments = ReturnType<typeof builder> extends Argv<infer T> ? T : never;

/** A person takes the time that it takes. */
const ATTACH = {
  trials: 1,
  compare: 0,
  dump: 'none',
  timeoutSeconds: null,
  stallSeconds: null,
} as const;

/** `winrepro debug`: where it crashes, seen by a debugger. */
export const debugCommand: CommandModule<object, Arguments> = {
  command: 'debug [recipe]',
  describe: 'Run under a debugger until the crash: function, line, stack, registers, code',
  builder,
  async handler(argv: ArgumentsCamelCase<Arguments>) {
    const { debug } = await import('../debug-session.ts');
    const { timeoutSeconds, stallSeconds, seed } = trialLimits({ ...argv, jobs: 1 });
    process.exitCode = await debug({
      recipe: argv.recipe,
      workspace: argv.workspace,
      variant: await variantRequest(argv),
      debugger: argv.debugger,
      options: argv.attach
        ? { ...ATTACH, attach: true }
        : {
            trials: wholeNumber('trials', argv.trials, 1, 1_000_000),
            compare: wholeNumber('compare', argv.compare, 0, 1_000_000),
            dump: argv.dump,
            attach: false,
            timeoutSeconds,
            stallSeconds,
          },
      seed,
      json: jsonTarget(argv.json),
      quiet: argv.quiet,
      wait: argv.wait,
      keepOutput: argv.keepOutput,
    });
  },
};
