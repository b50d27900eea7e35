import { listRuns } from '../records/find-run.ts';
import { readJournal } from '../records/journal.ts';
import {
  findMatrix,
  listMatrices,
  matrixFolder,
  type MatrixFolder,
} from '../records/matrix-folder.ts';

/**
 * The matrix that `resume` means: the one that is named, else the newest when it is unfinished and
 * newer than every run; null when a run is meant.
 */
export async function matrixToResume(
  workspace: string,
  text: string | undefined,
): Promise<MatrixFolder | null> {
  if (text !== undefined) return findMatrix(workspace, text);
  const [newest] = await listMatrices(workspace);
  if (newest === undefined) return null;
  const folder = matrixFolder(workspace, newest);
  const last = readJournal(folder.journal).entries.findLast(({ type }) => type.startsWith('run-'));
  if (last?.type === 'run-ended' && last.state === 'finished') return null;
  const [run] = (await listRuns(workspace)).filter(({ state }) => state !== 'finished');
  // Ids begin with the second in which they began.
  return run === undefined || run.id < newest ? folder : null;
}
