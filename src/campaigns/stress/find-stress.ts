import { join, resolve } from 'node:path';
import { findCampaign } from '../../records/campaign-folder.ts';
import { readStress, stresses, stressFolderAt } from '../../records/stress-folder.ts';
import { UserError } from '../../system/errors.ts';
import { exists, isDirectory, listDirectories } from '../../system/files.ts';
import type { FoundStress } from './shards.ts';

/** Below this many folders nobody keeps a run; what is deeper is some other tree. */
const DEEPEST = 5;

/**
 * The stress runs that a word names: an id of this workspace or its last part, or a folder in which
 * they are, such as a downloaded artefact or another workspace.
 *
 * @throws UserError when there is none.
 */
export async function findStress(
  word: string,
  workspace: string,
  cwd: string,
): Promise<readonly FoundStress[]> {
  const path = resolve(cwd, word);
  if (await isDirectory(path)) {
    const folders = await stressFoldersIn(path, 0);
    if (folders.length > 0) return Promise.all(folders.map(load));
    throw new UserError(
      `there is no stress run in ${path}: a folder of one holds stress.json and journal.jsonl`,
    );
  }
  const campaign = await findCampaign(stresses, workspace, word);
  if (campaign !== null) return [await load(campaign.path)];
  throw new UserError(
    `no stress run ${word} in ${workspace}, and no such folder: \`winrepro list stress\` shows what there is`,
  );
}

async function stressFoldersIn(path: string, depth: number): Promise<readonly string[]> {
  if (await exists(join(path, stresses.record))) return [path];
  if (depth === DEEPEST) return [];
  const found: string[] = [];
  for (const name of await listDirectories(path)) {
    found.push(...(await stressFoldersIn(join(path, name), depth + 1)));
  }
  return found;
}

async function load(path: string): Promise<FoundStress> {
  const folder = stressFolderAt(path);
  return { record: await readStress(folder), folder };
}
