import yargs from 'yargs';
import { UserError } from '../system/errors.ts';
import { stressCommand } from './commands/stress.ts';
import { stressLimits } from './stress-options.ts';
import { usageFailure } from './usage-failure.ts';

/**
 * Whether `winrepro stress` takes these words, told now and not in the night. Throws UserError with
 * what it would say then.
 */
export async function checkStressWords(words: readonly string[]): Promise<void> {
  const args = ['stress', ...words];
  await yargs([...args])
    .command({
      ...stressCommand,
      handler: (argv) => {
        if (argv.recipe !== undefined) {
          throw new UserError(
            `${argv.recipe} is not an option of stress: the recipe stands before --, and a value behind the option that takes it`,
          );
        }
        stressLimits(argv, 1);
      },
    })
    .strict()
    .help(false)
    .version(false)
    .exitProcess(false)
    .fail((message, error) => usageFailure(message, error, args))
    .parseAsync();
}
