import { baseEnvironment } from '../campaigns/trial-environment.ts';
import { startKeeper, type Keeper } from '../system/keeper.ts';
import { processNotes } from '../system/process-notes.ts';
import { recordedArguments } from './recorded-arguments.ts';
import { watchInterrupts } from './interrupt.ts';
import { keeperProgram } from './package-root.ts';
import { packageVersion } from './version.ts';

/** What every campaign works with. */
export interface KeptTools {
  readonly keeper: Keeper;
  /** Aborted by the first Ctrl-C; the second ends at once. */
  readonly signal: AbortSignal;
  /** The environment that children start from. */
  readonly environment: Readonly<Record<string, string>>;
  readonly version: string;
  readonly argv: readonly string[];
}

/** Lends a keeper of child processes to a campaign, and closes it after, whatever happened. */
export async function withKeeper<T>(
  workspace: string,
  emit: (event: { readonly type: 'note'; readonly message: string }) => void,
  campaign: (tools: KeptTools) => Promise<T>,
): Promise<T> {
  const interrupts = watchInterrupts(() => {
    emit({ type: 'note', message: 'stopping; a second Ctrl-C ends at once' });
  });
  const keeper = startKeeper(keeperProgram, processNotes(workspace));
  try {
    return await campaign({
      keeper,
      signal: interrupts.signal,
      environment: baseEnvironment(process.env),
      version: packageVersion(),
      argv: recordedArguments(),
    });
  } finally {
    interrupts.dispose();
    await keeper.close();
  }
}
