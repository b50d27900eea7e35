import type { Argv, ArgumentsCamelCase, CommandModule } from 'yargs';
import { workspaceOption } from '../options.ts';

const builder = (yargs: Argv) =>
  workspaceOption(yargs).positional('run', {
    type: 'string',
    describe: 'the id of a stress run, or its last part [default: the newest]',
  });

type Arguments = ReturnType<typeof builder> extends Argv<infer T> ? T : never;

/** `winrepro pause`: gives the machine back for a while. */
export const pauseCommand: CommandModule<object, Arguments> = {
  command: 'pause [run]',
  describe: 'Let a stress run start no more trials until `winrepro resume`',
  builder,
  async handler(argv: ArgumentsCamelCase<Arguments>) {
    const { pause } = await import('../pause-session.ts');
    process.exitCode = await pause(argv.run, argv.workspace);
  },
};
