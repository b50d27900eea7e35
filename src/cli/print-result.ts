import { resolve } from 'node:path';
import { UserError } from '../system/errors.ts';
import { writeFileAtomically } from '../system/files.ts';
import { exitCode, type ExitCode } from './exit-codes.ts';
import { shownPath } from './places.ts';
import { resultScreen, traceScreen } from './screens.ts';

/** The forms that `report` knows; not every campaign has all of them. */
export type ReportFormat = 'terminal' | 'markdown' | 'json' | 'html' | 'junit';

/** How a report was asked for. */
export interface ReportTarget {
  readonly format: ReportFormat;
  /** A file; undefined for stdout. */
  readonly output: string | undefined;
}

/**
 * Prints a campaign's result in the way that `report` was asked for. Throws UserError for a form that
 * it does not have.
 */
export async function printResult<Result>(
  result: Result,
  { format, output }: ReportTarget,
  as: {
    readonly markdown: (result: Result) => string;
    readonly terminal: (result: Result, colors: boolean) => string;
  },
): Promise<ExitCode> {
  const colors = output === undefined && resultScreen().colors;
  switch (format) {
    case 'json':
      return deliver(`${JSON.stringify(result, null, 2)}\n`, output);
    case 'markdown':
      return deliver(as.markdown(result), output);
    case 'terminal':
      return deliver(as.terminal(result, colors), output);
    default:
      throw new UserError(
        `a campaign of this kind has no ${format} report: take --format markdown or json`,
      );
  }
}

/** Writes a report to a file, or to stdout without one. */
export async function deliver(text: string, output: string | undefined): Promise<ExitCode> {
  if (output === undefined) {
    resultScreen().write(text);
    return exitCode.done;
  }
  const file = resolve(output);
  await writeFileAtomically(file, text);
  traceScreen(false).write(`written to ${shownPath(file)}\n`);
  return exitCode.done;
}
