import type { Argv, ArgumentsCamelCase, CommandModule } from 'yargs';
import { jsonTarget, variantRequest } from '../options.ts';
import { verdictOptions, verdictRequest } from '../verdict-options.ts';

const builder = (yargs: Argv) =>
  verdictOptions(yargs)
    .positional('variant', {
      type: 'string',
      demandOption: true,
      describe: 'the variant that is to have a verdict',
    })
    .positional('recipe', {
      type: 'string',
      describe: 'an embedded recipe, or the path of a YAML file [default: as for run]',
    })
    .example('$0 probe O0 control', 'exit code 0: cleared, 1: it crashes, 125: not known')
    .example('git bisect run winrepro probe plain ./my-recipe.yaml', 'the first crashing commit');

type Arguments = ReturnType<typeof builder> extends Argv<infer T> ? T : never;

/** `winrepro probe`: one verdict, with exit codes for `git bisect run`. */
export const probeCommand: CommandModule<object, Arguments> = {
  command: 'probe <variant> [recipe]',
  describe: 'One verdict with its error, and an exit code that git bisect run understands',
  builder,
  async handler(argv: ArgumentsCamelCase<Arguments>) {
    const { matrix } = await import('../matrix-session.ts');
    process.exitCode = await matrix({
      ...verdictRequest(argv),
      kind: 'probe',
      recipe: argv.recipe,
      variants: [argv.variant],
      layouts: 1,
      request: await variantRequest({ ...argv, variant: undefined }),
      json: jsonTarget(argv.json),
    });
  },
};
