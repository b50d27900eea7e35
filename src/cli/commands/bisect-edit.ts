import type { Argv } from 'yargs';
import { UserError } from '../../system/errors.ts';
import { workspaceOption } from '../options.ts';

/** `winrepro bisect log`, `undo`, `skip`, `tell`: the journal of a bisection by hand. */
export function bisectEditCommands<T>(yargs: Argv<T>): Argv<T> {
  return yargs
    .command(
      'log',
      'Print the commands that rebuild the state of a bisection',
      (own) => bisectionOption(workspaceOption(own)),
      async (argv) => {
        const { printLog } = await import('../bisect-edit-session.ts');
        process.exitCode = await printLog(argv);
      },
    )
    .command(
      'undo',
      'Take the last trial back: it is no evidence any more',
      (own) => bisectionOption(workspaceOption(own)),
      async (argv) => {
        const { undoLast } = await import('../bisect-edit-session.ts');
        process.exitCode = await undoLast(argv);
      },
    )
    .command(
      'skip <candidate>',
      'Do not try a candidate; the answer says so',
      (own) => bisectionOption(candidateArgument(workspaceOption(own))),
      async (argv) => {
        const { skipCandidate } = await import('../bisect-edit-session.ts');
        process.exitCode = await skipCandidate(argv);
      },
    )
    .command(
      'tell <candidate> <outcome> [turns]',
      'Add a trial that was run elsewhere',
      (own) =>
        bisectionOption(candidateArgument(workspaceOption(own)))
          .positional('outcome', {
            choices: ['crashed', 'clean', 'unbuildable'] as const,
            demandOption: true,
            describe: 'how it ended',
          })
          .positional('turns', {
            type: 'number',
            default: 0,
            describe: 'of the loop, up to the crash or to the clean end',
          })
          .option('signature', {
            type: 'string',
            requiresArg: true,
            describe: "of the crash [default: the control's]",
          }),
      async (argv) => {
        const { tellTrial } = await import('../bisect-edit-session.ts');
        process.exitCode = await tellTrial({
          ...argv,
          turns: turnsIn(argv.turns),
        });
      },
    );
}

function turnsIn(turns: number): number {
  if (Number.isSafeInteger(turns) && turns >= 0) return turns;
  throw new UserError(
    'the turns of a trial are a whole number of at least 0, as in `winrepro bisect tell 0-4 clean 20000`',
  );
}

function candidateArgument<T>(yargs: Argv<T>) {
  return yargs.positional('candidate', {
    type: 'string',
    demandOption: true,
    describe: 'as the report names it, such as 0-4,7',
  });
}

function bisectionOption<T>(yargs: Argv<T>) {
  return yargs.option('bisection', {
    type: 'string',
    requiresArg: true,
    describe: 'the id of a bisection, or its last part [default: the newest]',
  });
}
