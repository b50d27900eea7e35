import type { CampaignFolder } from '../records/campaign-folder.ts';
import type { RunEnded } from '../records/journal-entry.ts';
import { openJournal, readJournal, type Journal, type JournalReading } from '../records/journal.ts';
import { nowIso } from '../system/clock.ts';
import { InterruptedError } from '../system/errors.ts';
import { writeJson } from '../system/files.ts';
import { acquireLock } from '../system/lock.ts';
import { resumeCommand } from './shown-commands.ts';
import type { NoteEvent } from './workspace.ts';

/** How work came to its end: `interrupted` when it may go on, as the journal words it. */
export interface WorkEnd {
  readonly state: RunEnded['state'] | 'interrupted';
  readonly reason: string;
}

/** Work whose trials go to a journal, and whose result is computed from it. */
export interface JournaledWork<Reading, Result extends object> {
  /** What is worked on, for whoever meets the lock: `matrix 20261129-...`. */
  readonly what: string;
  readonly folder: Pick<CampaignFolder, 'journal' | 'result' | 'lock'>;
  readonly tools: WorkTools;
  /** What the journal holds already. */
  readonly read: (journal: string) => Journaled<Reading>;
  readonly onBegun: (journaled: Reading) => void;
  /** Does the work; what it returns is the journal's last word. */
  readonly task: (journal: Journal, journaled: Reading) => Promise<WorkEnd>;
  readonly resultOf: () => Result | Promise<Result>;
}

interface WorkTools {
  /** The version of winrepro that does it, and the arguments that it was started with. */
  readonly version: string;
  readonly argv: readonly string[];
  readonly signal: AbortSignal;
  readonly emit: (event: NoteEvent) => void;
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
 * Does the work while nobody else works in the folder, writes down how it ended, whatever happened,
 * and returns the result, which is computed from the journal once and kept beside it.
 *
 * @throws what the task throws, and EnvironmentError when the folder is being worked on.
 */
export async function journalWork<Reading, Result extends object>(
  work: JournaledWork<Reading, Result>,
): Promise<Result> {
  const { argv, signal } = work.tools;
  const lock = await acquireLock(work.folder.lock, {
    command: ['winrepro', ...argv].join(' '),
    what: work.what,
    wait: false,
    signal,
  });
  try {
    await journalTheTask(work).catch(async (error: unknown) => {
      await keepResult(work, work.resultOf);
      throw error;
    });
    const result = await work.resultOf();
    await keepResult(work, () => result);
    return result;
  } finally {
    lock.release();
  }
}

async function journalTheTask<Reading, Result extends object>({
  folder,
  tools,
  read,
  onBegun,
  task,
}: JournaledWork<Reading, Result>): Promise<void> {
  const { reading, isNew, corrupt } = read(folder.journal);
  const journal = openJournal(folder.journal);
  try {
    const type = isNew ? 'run-started' : 'run-resumed';
    journal.append({ type, at: nowIso(), winrepro: tools.version });
    onBegun(reading);
    for (const { at, problem } of corrupt) {
      tools.emit({ type: 'note', message: `${at}: lost a line (${problem})` });
    }
    const { state, reason } = await task(journal, reading);
    journal.append(
      state === 'interrupted'
        ? { type: 'run-interrupted', at: nowIso(), reason }
        : { type: 'run-ended', at: nowIso(), state, reason },
    );
  } catch (error) {
    noteTheEnd(journal, error);
    throw error;
  } finally {
    journal.close();
  }
}

/** Throws the error again; an interruption with the command that goes on. */
export function throwResumable(error: unknown, run: Parameters<typeof resumeCommand>[0]): never {
  if (!(error instanceof InterruptedError)) throw error;
  throw new InterruptedError(`${error.message}; all is saved: \`${resumeCommand(run)}\` goes on`, {
    cause: error,
  });
}

/** Writes down why the work ended early. Never throws. */
export function noteTheEnd(journal: Journal, error: unknown): void {
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

/** A disk that refuses the result takes nothing from the journal, and must not hide another cause. */
async function keepResult<Reading, Result extends object>(
  { folder, tools }: JournaledWork<Reading, Result>,
  resultOf: () => Result | Promise<Result>,
): Promise<void> {
  try {
    await writeJson(folder.result, await resultOf());
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    tools.emit({ type: 'note', message: `result.json was not written: ${why}` });
  }
}
