import type { Argv, ArgumentsCamelCase, CommandModule } from 'yargs';
import { jsonTarget, recipeArgument, variantRequest, wholeNumber } from '../options.ts';
import { verdictOptions, verdictRequest } from '../verdict-options.ts';

const builder = (yargs: Argv) =>
  verdictOptions(recipeArgument(yargs))
    .option('variants', {
      type: 'string',
      requiresArg: true,
      describe: 'only these rows, their names with commas between [default: all of the recipe]',
    })
    .option('layouts', {
      type: 'number',
      requiresArg: true,
      default: 1,
      describe:
        'binaries of each row, in the layouts of the placebos: more may make a claim causal',
    })
    .example('$0 matrix control', 'every row of the recipe, one verdict each')
    .example(
      '$0 matrix control --variants O0,volatile --layouts 2',
      'two rows, two layouts of each',
    );

type Arguments = ReturnType<typeof builder> extends Argv<infer T> ? T : never;

/** `winrepro matrix`: a verdict for each thing that was tried. */
export const matrixCommand: CommandModule<object, Arguments> = {
  command: 'matrix [recipe]',
  describe: 'One verdict for each variant of a recipe, with its error: clears, crashes, unknown',
  builder,
  async handler(argv: ArgumentsCamelCase<Arguments>) {
    const { matrix } = await import('../matrix-session.ts');
    process.exitCode = await matrix({
      ...verdictRequest(argv),
      kind: 'matrix',
      recipe: argv.recipe,
      variants: (argv.variants ?? '').split(',').filter((name) => name !== ''),
      layouts: wholeNumber('layouts', argv.layouts, 1, 100),
      request: await variantRequest(argv),
      json: jsonTarget(argv.json),
    });
  },
};
