import type { Argv } from 'yargs';
import {
  limitOptions,
  outputOptions,
  recipeArgument,
  variantOptions,
  workspaceOption,
} from './options.ts';

const DEFAULT_TRIALS = 20;

/** What `debug` takes beside what `run` takes. */
export function debugOptions<T>(yargs: Argv<T>) {
  return limitOptions(outputOptions(workspaceOption(variantOptions(recipeArgument(yargs)))))
    .option('trials', {
      type: 'number',
      requiresArg: true,
      default: DEFAULT_TRIALS,
      describe: 'at most so many trials under the debugger',
    })
    .option('debugger', {
      type: 'string',
      requiresArg: true,
      describe: 'gdb, cdb, procdump or the path of one [default: cdb on Windows, else gdb]',
    })
    .option('dump', {
      choices: ['none', 'mini', 'full'] as const,
      default: 'none' as const,
      describe: 'write a dump at the crash; full: with what files hold in memory',
    })
    .option('attach', {
      type: 'boolean',
      default: false,
      describe:
        'start one trial stopped, say how to attach a debugger by hand, and wait for its end',
    })
    .option('compare', {
      type: 'number',
      requiresArg: true,
      default: 0,
      describe: 'so many trials with and without the debugger in turns: does it change the rate?',
    });
}
