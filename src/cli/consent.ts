import { createInterface } from 'node:readline/promises';
import { planText } from '../campaigns/plan-text.ts';
import type { PreparedReplay } from '../campaigns/replay/prepare-replay.ts';
import { printable } from '../reporters/printable.ts';
import { InterruptedError, UserError } from '../system/errors.ts';

/** What somebody else's recipe runs on this machine, as it is shown before it does. */
export function commandsText({ plans }: PreparedReplay, workspace: string, seed: number): string {
  return [...plans]
    .map(([variant, plan]) =>
      typeof plan === 'string'
        ? `# ${variant} cannot be tried here: ${plan}\n`
        : planText(plan, workspace, seed),
    )
    .map(printable)
    .join('\n');
}

/**
 * Asks at the terminal whether commands from elsewhere are to be run.
 *
 * @throws UserError when there is nobody to ask, or when the answer is no.
 */
export async function askToRun(archive: string): Promise<void> {
  if (!process.stdin.isTTY || !process.stderr.isTTY) {
    throw new UserError(
      `replaying ${archive} runs the commands above on this machine, and there is nobody to ask: read them, then give --yes`,
    );
  }
  const asked = createInterface({ input: process.stdin, output: process.stderr });
  const stopped = new AbortController();
  asked.on('SIGINT', () => {
    stopped.abort();
  });
  try {
    const question = 'These commands come from the archive. Run them on this machine? [y/N] ';
    const answer = await asked.question(question, { signal: stopped.signal });
    if (/^y(es)?$/i.test(answer.trim())) return;
  } catch (error) {
    if (!stopped.signal.aborted) throw error;
    throw new InterruptedError('interrupted before anything was run');
  } finally {
    asked.close();
  }
  throw new UserError(`nothing of ${archive} was run: it was not wanted`);
}
