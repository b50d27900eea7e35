import type { RunEnded } from '../records/journal-entry.ts';
import { openJournal, readJournal, type Journal, type JournalReading } from '../records/journal.ts';
import { nowIso } from '../system/clock.ts';
import { InterruptedError } from '../system/errors.ts';
import { writeJson } from '../system/files.ts';
import { resumeCommand } from './shown-commands.ts';

/** Work whose trials go to a journal, and whose result is computed from it. */
export interface JournaledWork {
  readonly folder: { readonly journal: string; readonly result: string };
  /** The version of winrepro that does it. */
  readonly version: string;
  readonly onNote: (message: string) => void;
  readonly onBegun: (journaled: JournalReading) => void;
  /** Does the work; what it returns is the journal's last word. */
  readonly task: (
    journal: Journal,
    journaled: JournalReading,
  ) => Promise<Pick<RunEnded, 'state' | 'reason'>>;
  readonly resultOf: () => object | Promise<object>;
}

/**
 * Opens the journal, does the work, and writes down how it ended, whatever happened. Throws what the
 * task throws.
 */
export async function journalWork(work: JournaledWork): Promise<void> {
  const journaled = readJournal(work.folder.journal);
  const journal = openJournal(work.folder.journal);
  try {
    const type = journaled.entries.length === 0 ? 'run-started' : 'run-resumed';
    journal.append({ type, at: nowIso(), winrepro: work.version });
    work.onBegun(journaled);
    for (const { at, problem } of journaled.corrupt) {
      work.onNote(`${at}: lost a line (${problem})`);
    }
    const end = await work.task(journal, journaled);
    journal.append({ type: 'run-ended', at: nowIso(), ...end });
  } catch (error) {
    noteTheEnd(journal, error);
    throw error;
  } finally {
    journal.close();
    await writeResult(work);
  }
}

/** Throws the error again; an interruption with the command that goes on. */
export function throwResumable(error: unknown, run: Parameters<typeof resumeCommand>[0]): never {
  if (!(error instanceof InterruptedError)) throw error;
  throw new InterruptedError(`${error.message}; all is saved: \`${resumeCommand(run)}\` goes on`, {
    cause: error,
  });
}

function noteTheEnd(journal: Journal, error: unknown): void {
  const reason = error instanceof Error ? error.message : String(error);
  const interrupted = error instanceof InterruptedError;
  try {
    journal.append(
      interrupted
        ? { type: 'run-interrupted', at: nowIso(), reason }
        : { type: 'run-ended', at: nowIso(), state: 'failed', reason },
    );
  } catch {
    // The disk that refused the journal has been reported by `error` already.
  }
}

/** The result is recomputed from the journal; a disk that refuses it must not hide the cause. */
async function writeResult({ folder, onNote, resultOf }: JournaledWork): Promise<void> {
  try {
    await writeJson(folder.result, await resultOf());
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    onNote(`result.json was not written: ${why}`);
  }
}
