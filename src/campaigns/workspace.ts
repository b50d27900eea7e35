import { join } from 'node:path';
import { makeDirectory } from '../system/files.ts';
import { acquireLock, describeHolder } from '../system/lock.ts';
import { endOrphans } from '../system/orphans.ts';
import { processNotes } from '../system/process-notes.ts';
import { openUndoLog, type UndoLog } from '../system/undo-log.ts';

/** Something that the user should hear of, and that stops nothing. */
export interface NoteEvent {
  readonly type: 'note';
  readonly message: string;
}

export interface WorkspaceTools {
  readonly signal: AbortSignal;
  /** Hears who holds the workspace while we wait, and what could not be put back. */
  readonly emit: (event: NoteEvent) => void;
  /** Wait for another winrepro in the same workspace, or say who holds it and leave. */
  readonly wait: boolean;
  /** The arguments that winrepro was started with. */
  readonly argv: readonly string[];
}

/**
 * Does the work while nobody else works in the workspace; what a killed winrepro could not put back
 * is put back first, and what this one changes at the end, however it ends.
 *
 * @throws EnvironmentError when another winrepro works there and is not to be waited for.
 */
export async function inWorkspace<T>(
  workspace: string,
  { signal, emit, wait, argv }: WorkspaceTools,
  task: (undo: UndoLog) => Promise<T>,
): Promise<T> {
  const onNote = (message: string): void => {
    emit({ type: 'note', message });
  };
  await makeDirectory(workspace);
  const lockFile = join(workspace, 'lock');
  const lock = await acquireLock(lockFile, {
    command: ['winrepro', ...argv].join(' '),
    wait,
    signal,
    onWait: (holder) => {
      onNote(describeHolder(lockFile, holder));
    },
  });
  const undo = openUndoLog(join(workspace, 'undo'));
  const putBack = async (): Promise<void> => {
    for (const message of await undo.undoAll()) onNote(message);
  };
  try {
    for (const message of await endOrphans(processNotes(workspace))) onNote(message);
    await putBack();
    return await task(undo).finally(putBack);
  } finally {
    lock.release();
  }
}
