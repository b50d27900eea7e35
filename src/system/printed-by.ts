import { execFile } from 'node:child_process';

/**
 * What a small question to the system prints on its standard output; null when the program is not
 * there, fails, prints nothing or takes longer than the timeout.
 */
export async function printedBy(
  program: string,
  args: readonly string[],
  timeoutMs = 10_000,
): Promise<string | null> {
  return await new Promise((resolve) => {
    execFile(
      program,
      args,
      { timeout: timeoutMs, killSignal: 'SIGKILL', windowsHide: true },
      (error, printed) => resolve(error === null && printed.trim() !== '' ? printed : null),
    );
  });
}
