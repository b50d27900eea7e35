import type { Argv, ArgumentsCamelCase, CommandModule } from 'yargs';
import { jsonTarget, workspaceOption } from '../options.ts';
import { notifyOption } from '../stress-options.ts';

const builder = (yargs: Argv) =>
  notifyOption(workspaceOption(yargs))
    .positional('shards', {
      type: 'string',
      array: true,
      demandOption: true,
      describe: 'ids of stress runs, or folders in which they are',
    })
    .option('json', {
      type: 'string',
      describe: 'print the result as one JSON document; with a FILE.json, write it there',
    })
    .example('$0 merge shards/', 'all shards below a folder, as one stress run of this workspace');

type Arguments = ReturnType<typeof builder> extends Argv<infer T> ? T : never;

/** `winrepro merge`: the shards of a stress run as one. */
export const mergeCommand: CommandModule<object, Arguments> = {
  command: 'merge <shards..>',
  describe: 'Put the shards of a stress run together: the trials of all, each counted once',
  builder,
  async handler(argv: ArgumentsCamelCase<Arguments>) {
    const json = jsonTarget(argv.json);
    const { merge } = await import('../merge-session.ts');
    process.exitCode = await merge({ ...argv, json });
  },
};
