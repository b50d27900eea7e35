import type { Argv, ArgumentsCamelCase, CommandModule } from 'yargs';
import { workspaceOption } from '../options.ts';

const builder = (yargs: Argv) =>
  workspaceOption(yargs)
    .positional('run', {
      type: 'string',
      describe:
        'the id of a run with event marks and kept outputs, or its last part [default: the newest run]',
    })
    .option('trial', {
      type: 'number',
      requiresArg: true,
      describe: 'this trial of the run alone [default: all whose output was kept]',
    })
    .option('file', {
      type: 'string',
      requiresArg: true,
      describe: 'read any text with event marks in it, in place of a run',
    })
    .option('recipe', {
      type: 'string',
      requiresArg: true,
      describe:
        "read --file by this recipe's protocol [default: the marks M C F . X and lines 14 N]",
    })
    .option('marks', {
      type: 'string',
      requiresArg: true,
      describe: 'what the characters of --file stand for, as M=minor-collection,.=fine,X=null-seen',
    })
    .option('crashed', {
      type: 'boolean',
      default: false,
      describe: 'what wrote --file crashed at its end: a failure there',
    })
    .option('lags', {
      type: 'number',
      requiresArg: true,
      default: 20,
      describe: 'look for events so far before and after each call, in events',
    })
    .option('reach', {
      type: 'number',
      requiresArg: true,
      describe: 'events before and after each failure in the picture [default: what suits them]',
    })
    .option('rounds', {
      type: 'number',
      requiresArg: true,
      default: 1999,
      describe: 'simulated worlds at most, for what is corrected; fewer where failures are many',
    })
    .option('seed', {
      type: 'number',
      requiresArg: true,
      default: 1,
      describe: 'of the simulated worlds',
    })
    .option('svg', {
      type: 'string',
      requiresArg: true,
      describe: "write the picture to this FILE [default: timeline.svg in the run's folder]",
    })
    .option('png', {
      type: 'string',
      requiresArg: true,
      describe: "the same as a PNG [default: timeline.png in the run's folder]",
    })
    .option('html', { type: 'string', requiresArg: true, describe: 'write a page to this FILE' })
    .option('json', {
      type: 'string',
      describe:
        "print the result as one JSON document; with a FILE.json, write it there [default: timeline.json in the run's folder]",
    })
    .option('format', {
      choices: ['terminal', 'markdown'] as const,
      default: 'terminal' as const,
      describe: 'how to print it',
    })
    .example('$0 run control --variant marks --keep-output --trials 5', 'a run that can be drawn')
    .example('$0 timeline', 'the newest run: what stands before its failures')
    .example('$0 timeline --file output.txt --svg picture.svg --json', 'an output from elsewhere')
    .example('$0 timeline --file log.txt --marks m=minor-collection,o=fine,x=null-seen', '');

type Arguments = ReturnType<typeof builder> extends Argv<infer T> ? T : never;

/** `winrepro timeline`: what happened around the failures of a run with event marks. */
export const timelineCommand: CommandModule<object, Arguments> = {
  command: 'timeline [run]',
  describe: 'Draw the events around failures, and say which kinds of event go with them',
  builder,
  async handler(argv: ArgumentsCamelCase<Arguments>) {
    const { timeline } = await import('../timeline-session.ts');
    process.exitCode = await timeline(argv);
  },
};
