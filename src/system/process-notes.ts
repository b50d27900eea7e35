import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { processIdentity, type ProcessIdentity } from './process-identity.ts';

/** A child of the keeper, noted on the disk while it runs. */
export interface ProcessNote extends ProcessIdentity {
  /** ISO 8601, UTC. */
  readonly startedAt: string;
  readonly program: string;
}

/** Where the notes of a workspace are: `<workspace>/processes/<pid>.json`. */
export function processNotes(workspace: string): string {
  return join(workspace, 'processes');
}

/** The notes that the keeper writes; what cannot be noted runs all the same. */
export interface NoteBook {
  add(pid: number, program: string): void;
  remove(pid: number): void;
}

/**
 * Notes each child in a folder until it has ended. The keeper ends its children itself; the notes are
 * for the day when it is killed together with winrepro.
 */
export function openNoteBook(folder: string): NoteBook {
  const fileOf = (pid: number): string => join(folder, `${pid}.json`);
  let made = false;
  return {
    add(pid, program) {
      const startedAt = new Date().toISOString();
      const note: ProcessNote = { ...processIdentity(pid), startedAt, program };
      try {
        if (!made) mkdirSync(folder, { recursive: true });
        made = true;
        writeFileSync(fileOf(pid), JSON.stringify(note));
      } catch {
        // A full or read-only disk is told by those who need it.
      }
    },
    remove(pid) {
      try {
        rmSync(fileOf(pid), { force: true });
      } catch {
        // It is looked at by the next start, which finds the process gone.
      }
    },
  };
}
