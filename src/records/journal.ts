import { basename } from 'node:path';
import { openAppendFile } from '../system/append-file.ts';
import { nowIso } from '../system/clock.ts';
import { EnvironmentError } from '../system/errors.ts';
import { keepCopyBeside } from '../system/keep-copy.ts';
import { readLines } from '../system/read-lines.ts';
import { JOURNAL_SCHEMA, type JournalEntry } from './journal-entry.ts';
import { parseEntry } from './parse-entry.ts';
import type { TrialRecord } from './trial-record.ts';

/** A line that could not be read; its record is lost. */
export interface CorruptLine {
  /** Counted from 1. */
  readonly line: number;
  /** `/path/journal.jsonl:7` */
  readonly at: string;
  readonly problem: string;
  /** The beginning of the line. */
  readonly text: string;
}

/** A trial whose number had been journaled before; the first one counts. */
export interface DuplicateTrial {
  readonly id: number;
  readonly line: number;
}

export interface JournalReading {
  /** In the order of the file, duplicate trials included. */
  readonly entries: readonly JournalEntry[];
  /** The trials that count, in the order in which they ended. */
  readonly trials: readonly TrialRecord[];
  readonly duplicates: readonly DuplicateTrial[];
  /** How often a record was torn off unfinished: by kill -9, power loss, a reader in mid-write. */
  readonly torn: number;
  readonly corrupt: readonly CorruptLine[];
}

/** What is wrong with a journal. */
export interface JournalScan extends Pick<JournalReading, 'torn' | 'corrupt'> {
  /** The text of a torn last line; null when it is whole. */
  readonly tail: string | null;
}

export interface Journal {
  /** On the disk when this returns. Throws EnvironmentError; then nothing was added. */
  readonly append: (entry: JournalEntry) => void;
  /** The same, not flushed: for a journal that can be made again from others. */
  readonly write: (entry: JournalEntry) => void;
  readonly close: () => void;
}

const SHOWN_OF_A_CORRUPT_LINE = 200;

/**
 * Reads a journal as it stands and changes nothing. A last line without a line feed counts as
 * torn; unreadable lines are left out and reported. Without a file there are no entries.
 *
 * @throws EnvironmentError when it cannot be read or was written by another version's rules.
 */
export function readJournal(path: string): JournalReading {
  const entries: JournalEntry[] = [];
  const trials = new Map<number, TrialRecord>();
  const duplicates: DuplicateTrial[] = [];
  const { torn, corrupt } = scanJournal(path, (entry, line) => {
    entries.push(entry);
    if (entry.type !== 'trial') return;
    if (trials.has(entry.id)) duplicates.push({ id: entry.id, line });
    else trials.set(entry.id, entry);
  });
  return { entries, trials: [...trials.values()], duplicates, torn, corrupt };
}

/**
 * Opens a journal for more entries, and makes it when there is none. One process at a time: hold
 * the run's lock. A torn last line is cut off. Unreadable lines stay where they are, for line
 * numbers to stay true; a copy of the file as it was found is kept beside it
 * (`journal.jsonl.corrupt-1`), and an entry `repaired` tells of both.
 *
 * @throws EnvironmentError when it cannot be read or written, or is of another schema.
 */
export function openJournal(path: string): Journal {
  const known = new Set<number>();
  const { corrupt, tail } = scanJournal(path, (entry) => {
    if (entry.type === 'repaired') for (const line of entry.corruptLines) known.add(line);
  });
  const corruptLines = corrupt.map(({ line }) => line).filter((line) => !known.has(line));
  // A record that was cut short begins as one; anything else is damage and worth a look.
  const damaged = corruptLines.length > 0 || (tail !== null && !tail.startsWith('{'));
  const copy = damaged ? basename(keepCopyBeside(path, 'corrupt')) : null;
  const file = openAppendFile(path);
  const journal: Journal = {
    append: (entry) => file.append(JSON.stringify(entry), { sync: true }),
    write: (entry) => file.append(JSON.stringify(entry), { sync: false }),
    close: file.close,
  };
  try {
    if (file.empty) journal.append({ type: 'journal', schema: JOURNAL_SCHEMA, at: nowIso() });
    if (file.tornBytes > 0 || copy !== null) {
      const { tornBytes } = file;
      journal.append({ type: 'repaired', at: nowIso(), tornBytes, corruptLines, copy });
    }
  } catch (error) {
    file.close();
    throw error;
  }
  return journal;
}

/**
 * Hands every entry of a journal to `visit`, in the order of the file, and holds none of them: a
 * stress run's journal may be larger than the memory. Throws as `readJournal` does.
 */
export function scanJournal(
  path: string,
  visit: (entry: JournalEntry, line: number) => void,
): JournalScan {
  const corrupt: CorruptLine[] = [];
  let torn = 0;
  let tail: string | null = null;
  for (const { number, text, complete } of readLines(path)) {
    if (!complete) {
      torn += 1;
      tail = text;
      break;
    }
    if (number === 1) refuseOtherSchema(text, path);
    if (text.trim() === '') continue;
    const parsed = parseEntry(text);
    if ('problem' in parsed) {
      corrupt.push({
        line: number,
        at: `${path}:${number}`,
        problem: parsed.problem,
        text: text.slice(0, SHOWN_OF_A_CORRUPT_LINE),
      });
      continue;
    }
    const { entry } = parsed;
    if (entry.type === 'repaired' && entry.tornBytes > 0) torn += 1;
    visit(entry, number);
  }
  return { torn, corrupt, tail };
}

/** A damaged first line is only damage; a sound one of another schema must not be guessed at. */
function refuseOtherSchema(line: string, path: string): void {
  const schema = /"schema"\s*:\s*"(winrepro\/journal\/[^"]*)"/.exec(line)?.[1];
  if (schema === undefined || schema === JOURNAL_SCHEMA) return;
  throw new EnvironmentError(
    `${path}:1 is of the schema ${schema} and this winrepro reads ${JOURNAL_SCHEMA}: use the version of winrepro that wrote it`,
  );
}
