import type { Argv, ArgumentsCamelCase, CommandModule } from 'yargs';
import { recipeArgument, workspaceOption } from '../options.ts';

const builder = (yargs: Argv) =>
  workspaceOption(recipeArgument(yargs)).option('json', {
    type: 'boolean',
    default: false,
    describe: 'print the findings as one JSON document',
  });

type Arguments = ReturnType<typeof builder> extends Argv<infer T> ? T : never;

/** `winrepro doctor`: what a recipe needs, what is there, how to get the rest. */
export const doctorCommand: CommandModule<object, Arguments> = {
  command: 'doctor [recipe]',
  describe: 'Check every prerequisite: found version, what needs it, what installs it',
  builder,
  async handler(argv: ArgumentsCamelCase<Arguments>) {
    const { doctor } = await import('../doctor-session.ts');
    process.exitCode = await doctor(argv);
  },
};
