import { cp, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { dir } from 'tmp-promise';
import { packageRoot } from './winrepro.ts';

/** A folder of its own, with the test recipes and their targets in it, as a user would have them. */
export interface Session {
  readonly folder: string;
  /** What is to be undone at the end, the last deed first. */
  readonly undo: (() => void)[];
  /** Variables that the commands after a preparation get. */
  readonly variables: Record<string, string>;
}

/** Does the work in a new session folder and tidies up after it. */
export async function inSession(work: (session: Session) => Promise<void>): Promise<void> {
  const made = await dir({ unsafeCleanup: true });
  const session: Session = { folder: join(made.path, 'session'), undo: [], variables: {} };
  try {
    await mkdir(session.folder);
    for (const name of ['recipes', 'targets']) {
      const from = join(packageRoot, 'test', 'fixtures', name);
      await cp(from, join(session.folder, name), { recursive: true });
    }
    await work(session);
  } finally {
    for (const step of session.undo.reverse()) step();
    await made.cleanup();
  }
}
