import { exitCode, type ExitCode } from './exit-codes.ts';
import { resultScreen } from './screens.ts';

/** Prints a campaign's result in the way that `report` was asked for. */
export function printResult<Result>(
  result: Result,
  format: 'terminal' | 'markdown' | 'json',
  as: {
    readonly markdown: (result: Result) => string;
    readonly terminal: (result: Result, colors: boolean) => string;
  },
): ExitCode {
  const screen = resultScreen();
  switch (format) {
    case 'json':
      screen.write(`${JSON.stringify(result, null, 2)}\n`);
      break;
    case 'markdown':
      screen.write(as.markdown(result));
      break;
    case 'terminal':
      screen.write(as.terminal(result, screen.colors));
  }
  return exitCode.done;
}
