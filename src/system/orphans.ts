import { basename, join } from 'node:path';
import { listFiles, readText, remove } from './files.ts';
import { printedBy } from './printed-by.ts';
import { isAlive } from './process-identity.ts';
import type { ProcessNote } from './process-notes.ts';
import { killTree } from './process-tree.ts';

/**
 * Ends the processes that a killed winrepro and its killed keeper left running. Only one that is told
 * for sure from a later process of the same number is ended.
 *
 * @param folder of the notes, whose workspace nobody else works in.
 * @returns a sentence for each one that was ended, or was left alone though it may be one.
 */
export async function endOrphans(folder: string): Promise<readonly string[]> {
  const told: string[] = [];
  for (const name of await listFiles(folder)) {
    const file = join(folder, name);
    const note = parseNote(await readText(file).catch(() => ''));
    if (note !== null && isAlive(note)) {
      const what = `process ${note.pid} (${basename(note.program)})`;
      if (await isSame(note)) {
        await killTree(note.pid);
        told.push(`ended ${what}, which a killed winrepro left running`);
      } else {
        told.push(`${what} may have been left by a killed winrepro: end it by hand if so`);
      }
    }
    await remove(file);
  }
  return told;
}

/** A process that started within this much of its note is the one noted, seconds. */
const SAME_START = 3;

/** Linux tells the start of a process by a token; elsewhere the time is asked for. */
async function isSame(note: ProcessNote): Promise<boolean> {
  if (note.startToken !== null) return true;
  const started = await startedAt(note.pid);
  return started !== null && Math.abs(started - Date.parse(note.startedAt)) < SAME_START * 1000;
}

/** When a process started, milliseconds since 1970; null when the system does not tell. */
async function startedAt(pid: number): Promise<number | null> {
  const text =
    process.platform === 'win32'
      ? await printedBy('powershell.exe', [
          '-NoProfile',
          '-NonInteractive',
          '-Command',
          `(Get-Process -Id ${pid}).StartTime.ToUniversalTime().ToString('o')`,
        ])
      : await printedBy('ps', ['-o', 'lstart=', '-p', String(pid)]);
  const time = Date.parse(text?.trim() ?? '');
  return Number.isNaN(time) ? null : time;
}

function parseNote(text: string): ProcessNote | null {
  try {
    const note = JSON.parse(text) as Partial<ProcessNote> | null;
    const { pid, startedAt: at, program, startToken } = note ?? {};
    if (typeof pid !== 'number' || typeof at !== 'string' || typeof program !== 'string') {
      return null;
    }
    return { pid, startedAt: at, program, startToken: startToken ?? null };
  } catch {
    return null;
  }
}
