import type { RunEnded } from '../records/journal-entry.ts';
import { openJournal, readJournal, type Journal, type JournalReading } from '../records/journal.ts';
import { nowIso } from '../system/clock.ts';
import { InterruptedError } from '../system/errors.ts';
import { writeJson } from '../system/files.ts';
import { resumeCommand } from './shown-commands.ts';

/** How work came to its end: `interrupted` when it may go on, as the journal words it. */
export interface WorkEnd {
  readonly state: RunEnded['state'] | 'interrupted';
  readonly reason: string;
}

/** Work whose trials go to a journal, and whose result is computed from it. */
export interface JournaledWork<Reading> {
  readonly folder: { readonly journal: string; readonly result: string };
  /** The version of winrepro that does it. */
  readonly version: string;
  /** What the journal holds already. */
  readonly read: (journal: string) => Journaled<Reading>;
  readonly onNote: (message: string) => void;
  readonly onBegun: (journaled: Reading) => void;
  /** Does the work; what it returns is the journal's last word. */
  readonly task: (journal: Journal, journaled: Reading) => Promise<WorkEnd>;
  readonly resultOf: () => object | Promise<object>;
}

/** A journal as the work has need of it. */
export interface Journaled<Reading> {
  readonly reading: Reading;
  readonly isNew: boolean;
  readonly corrupt: JournalReading['corrupt'];
}

/** A journal with all of its entries. */
export function wholeJournal(path: string): Journaled<JournalReading> {
  const reading = readJournal(path);
  return { reading, isNew: reading.entries.length === 0, corrupt: reading.corrupt };
}

/**
 * Opens the journal, does the work, and writes down how it ended, whatever happened. Throws what the
 * task throws.
 */
export async function journalWork<Reading>(work: JournaledWork<Reading>): Promise<WorkEnd> {
  const { reading, isNew, corrupt } = work.read(work.folder.journal);
  const journal = openJournal(work.folder.journal);
  try {
    const type = isNew ? 'run-started' : 'run-resumed';
    journal.append({ type, at: nowIso(), winrepro: work.version });
    work.onBegun(reading);
    for (const { at, problem } of corrupt) work.onNote(`${at}: lost a line (${problem})`);
    const end = await work.task(journal, reading);
    const { state, reason } = end;
    journal.append(
      state === 'interrupted'
        ? { type: 'run-interrupted', at: nowIso(), reason }
        : { type: 'run-ended', at: nowIso(), state, reason },
    );
    return end;
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
async function writeResult<Reading>({
  folder,
  onNote,
  resultOf,
}: JournaledWork<Reading>): Promise<void> {
  try {
    await writeJson(folder.result, await resultOf());
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    onNote(`result.json was not written: ${why}`);
  }
}
