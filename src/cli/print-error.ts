import pc from 'picocolors';
import { EnvironmentError, InternalError, InterruptedError, UserError } from '../system/errors.ts';
import { exitCode, type ExitCode } from './exit-codes.ts';

/** Prints an error the way that helps whoever must act, and returns the exit code that tells. */
export function printError(error: unknown): ExitCode {
  if (error instanceof UserError) {
    say(error.message);
    return exitCode.usage;
  }
  if (error instanceof EnvironmentError) {
    say(error.message);
    if (error.evidence !== '') process.stderr.write(`\n${indent(printable(error.evidence))}\n`);
    return exitCode.setUpFailed;
  }
  if (error instanceof InterruptedError) {
    say(error.message);
    return exitCode.interrupted;
  }
  const bug =
    error instanceof InternalError ? error : new InternalError(String(error), { cause: error });
  say(`this is a bug of winrepro: ${bug.message}`);
  process.stderr.write(
    `\n${indent((error instanceof Error ? error.stack : undefined) ?? bug.message)}\n\n` +
      'Please report it with the lines above and the command that you typed.\n',
  );
  return exitCode.bug;
}

function say(message: string): void {
  process.stderr.write(`${pc.red('winrepro:')} ${printable(message)}\n`);
}

function indent(text: string): string {
  return text.replaceAll(/^/gm, '  ');
}

/** What a child printed may hold escape sequences; a terminal must not obey them. */
function printable(text: string): string {
  // eslint-disable-next-line no-control-regex -- control characters are what is looked for
  return text.replaceAll(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/g, '\uFFFD');
}
