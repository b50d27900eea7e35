import type { Argv, ArgumentsCamelCase, CommandModule } from 'yargs';
import { byteCount, jsonTarget, outputOptions, variantRequest, wholeNumber } from '../options.ts';

const builder = (yargs: Argv) =>
  outputOptions(yargs)
    .positional('archive', {
      type: 'string',
      demandOption: true,
      describe: 'an archive that winrepro export wrote',
    })
    .option('look', {
      type: 'boolean',
      default: false,
      describe: 'only unpack it and print its report: nothing of it is run',
    })
    .option('yes', {
      alias: 'y',
      type: 'boolean',
      default: false,
      describe: 'run the commands of its recipe without asking',
    })
    .option('into', {
      type: 'string',
      requiresArg: true,
      describe: 'unpack it to this new folder [default: one beside the archive]',
    })
    .option('workspace', {
      type: 'string',
      requiresArg: true,
      describe: 'folder for builds and the run [default: workspace in the unpacked folder]',
    })
    .option('trials', {
      type: 'number',
      requiresArg: true,
      describe: 'at most so many trials [default: as many as in the archive]',
    })
    .option('same-seeds', {
      type: 'boolean',
      default: true,
      describe: 'the seeds of the archive; --no-same-seeds takes others, for a sample of its own',
    })
    .option('jobs', {
      type: 'number',
      requiresArg: true,
      describe: 'trials at a time [default: as many as in the archive]',
    })
    .option('compiler', {
      type: 'string',
      requiresArg: true,
      describe: 'a compiler, by name or path, in place of the one of the archive',
    })
    .option('interpreter', {
      type: 'string',
      requiresArg: true,
      describe: 'an interpreter that is there already, in place of the one of the archive',
    })
    .option('source', {
      type: 'string',
      requiresArg: true,
      describe: 'another repository (URL or folder), or a release archive, as the source',
    })
    .option('max-size', {
      type: 'string',
      requiresArg: true,
      describe: 'let it unpack to so much, such as 2GB [default: 256 MiB]',
    })
    .example('$0 replay crash.zip', 'shows what it runs, asks, builds, runs, compares')
    .example('$0 replay crash.zip --look', 'the report of somebody else, nothing is run');

type Arguments = ReturnType<typeof builder> extends Argv<infer T> ? T : never;

/** `winrepro replay`: runs an archive again and compares. */
export const replayCommand: CommandModule<object, Arguments> = {
  command: 'replay <archive>',
  describe: 'Run an archive of `export` again, elsewhere, and compare builds, verdict and trials',
  builder,
  async handler(argv: ArgumentsCamelCase<Arguments>) {
    const { trials, jobs, maxSize } = argv;
    const request = await variantRequest({
      ...argv,
      iterations: undefined,
      lock: undefined,
      watch: undefined,
    });
    const { replay } = await import('../replay-session.ts');
    process.exitCode = await replay({
      ...argv,
      into: argv.into,
      workspace: argv.workspace,
      trials: trials === undefined ? null : wholeNumber('trials', trials, 1, 1_000_000),
      jobs: jobs === undefined ? null : wholeNumber('jobs', jobs, 1, 1024),
      maxBytes: maxSize === undefined ? null : byteCount('max-size', maxSize),
      request,
      json: jsonTarget(argv.json),
    });
  },
};
