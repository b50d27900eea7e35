import type { Argv, ArgumentsCamelCase, CommandModule } from 'yargs';
import { workspaceOption } from '../options.ts';

const builder = (yargs: Argv) =>
  workspaceOption(yargs)
    .positional('before', {
      type: 'string',
      demandOption: true,
      describe: 'a stress run or a run, by its id or its last part, or ID/VARIANT',
    })
    .positional('after', {
      type: 'string',
      demandOption: true,
      describe: 'another one',
    })
    .option('format', {
      choices: ['terminal', 'markdown', 'json'] as const,
      default: 'terminal' as const,
      describe: 'how to print it',
    })
    .option('json', { type: 'boolean', default: false, describe: 'the same as --format json' });

type Arguments = ReturnType<typeof builder> extends Argv<infer T> ? T : never;

/** `winrepro compare`: whether the crash rate changed between two campaigns. */
export const compareCommand: CommandModule<object, Arguments> = {
  command: 'compare <before> <after>',
  describe: 'Say whether the crash rate changed between two campaigns (exit 3: cannot tell)',
  builder,
  async handler(argv: ArgumentsCamelCase<Arguments>) {
    const { compare } = await import('../compare-session.ts');
    process.exitCode = await compare(argv);
  },
};
