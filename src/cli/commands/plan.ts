import type { Argv, ArgumentsCamelCase, CommandModule } from 'yargs';
import { recipeArgument, variantOptions, variantRequest, workspaceOption } from '../options.ts';

const builder = (yargs: Argv) =>
  workspaceOption(variantOptions(recipeArgument(yargs)))
    .option('platform', {
      choices: ['win32', 'linux', 'darwin'] as const,
      describe: 'print the commands for another platform [default: this one]',
    })
    .option('seed', { type: 'number', requiresArg: true, default: 1, describe: 'seed of the loop' })
    .example('$0 plan control --platform win32', 'what would be typed into cmd.exe');

type Arguments = ReturnType<typeof builder> extends Argv<infer T> ? T : never;

/** `winrepro plan`: prints every command that `run` would run. */
export const planCommand: CommandModule<object, Arguments> = {
  command: 'plan [recipe]',
  describe: 'Print the commands of every step as a person would type them; nothing else is run',
  builder,
  async handler(argv: ArgumentsCamelCase<Arguments>) {
    const { plan } = await import('../plan-session.ts');
    process.exitCode = await plan({
      recipe: argv.recipe,
      workspace: argv.workspace,
      platform: argv.platform,
      seed: argv.seed,
      variant: await variantRequest(argv),
    });
  },
};
