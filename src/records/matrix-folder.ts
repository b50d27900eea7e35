import { join } from 'node:path';
import { EnvironmentError, UserError } from '../system/errors.ts';
import {
  exists,
  listDirectories,
  makeDirectory,
  makeNewDirectory,
  readJson,
  writeJson,
} from '../system/files.ts';
import { parseMatrixRecord, type MatrixRecord } from './matrix-record.ts';

/** Where the files of one matrix are: `<workspace>/matrices/<id>/`. */
export interface MatrixFolder {
  readonly id: string;
  readonly path: string;
  /** What was asked for. */
  readonly matrix: string;
  /** What happened: the only truth. */
  readonly journal: string;
  /** Computed from the other two, again whenever one likes. */
  readonly result: string;
  /** Held by the process that works on it. */
  readonly lock: string;
}

/** The paths of a matrix; nothing is read or made. */
export function matrixFolder(workspace: string, id: string): MatrixFolder {
  const path = join(workspace, 'matrices', id);
  return {
    id,
    path,
    matrix: join(path, 'matrix.json'),
    journal: join(path, 'journal.jsonl'),
    result: join(path, 'result.json'),
    lock: join(path, 'lock'),
  };
}

/** Makes the folder of a matrix that begins. Throws EnvironmentError when there is one already. */
export async function createMatrix(workspace: string, record: MatrixRecord): Promise<MatrixFolder> {
  const folder = matrixFolder(workspace, record.id);
  await makeDirectory(join(workspace, 'matrices'));
  if (!(await makeNewDirectory(folder.path))) {
    throw new EnvironmentError(`the folder ${folder.path} exists already: start it again`);
  }
  await writeJson(folder.matrix, record);
  return folder;
}

/** Throws EnvironmentError when the record is missing or damaged. */
export async function readMatrix(folder: MatrixFolder): Promise<MatrixRecord> {
  return parseMatrixRecord(await readJson(folder.matrix), folder.matrix);
}

/** The ids of all matrices of a workspace, the newest first. */
export async function listMatrices(workspace: string): Promise<readonly string[]> {
  const found: string[] = [];
  for (const id of await listDirectories(join(workspace, 'matrices'))) {
    // A folder without its record was killed before it began.
    if (await exists(matrixFolder(workspace, id).matrix)) found.push(id);
  }
  return found.reverse();
}

/**
 * The matrix whose id begins with the text, or ends with it as its last part (`4f2a`); null when
 * there is none. Throws UserError when there is more than one.
 */
export async function findMatrix(workspace: string, text: string): Promise<MatrixFolder | null> {
  const ids = await listMatrices(workspace);
  const found = ids.includes(text)
    ? [text]
    : ids.filter((id) => id.startsWith(text) || id.endsWith(`-${text}`));
  const [first, second] = found;
  if (second !== undefined) {
    throw new UserError(
      `${text} may be any of ${found.length} matrices in ${workspace}: give more of ${found.slice(0, 5).join(', ')}`,
    );
  }
  return first === undefined ? null : matrixFolder(workspace, first);
}
