import { join } from 'node:path';
import { EnvironmentError, UserError } from '../system/errors.ts';
import {
  exists,
  listDirectories,
  makeDirectory,
  makeNewDirectory,
  writeJson,
} from '../system/files.ts';

/** Where the files of one campaign are: `<workspace>/<place>/<id>/`. */
export interface CampaignFolder {
  readonly id: string;
  readonly path: string;
  /** What was asked for. */
  readonly record: string;
  /** What happened: the only truth. */
  readonly journal: string;
  /** Computed from the other two, again whenever one likes. */
  readonly result: string;
  /** Held by the process that works on it. */
  readonly lock: string;
}

/** Where campaigns of a kind are, and how their record is called. */
export interface CampaignKind {
  readonly place: string;
  readonly record: string;
}

/** The paths of a campaign; nothing is read or made. */
export function campaignFolder(
  { place, record }: CampaignKind,
  workspace: string,
  id: string,
): CampaignFolder {
  const path = join(workspace, place, id);
  return {
    id,
    path,
    record: join(path, record),
    journal: join(path, 'journal.jsonl'),
    result: join(path, 'result.json'),
    lock: join(path, 'lock'),
  };
}

/** Makes the folder of a campaign that begins. Throws EnvironmentError when there is one already. */
export async function createCampaign(
  kind: CampaignKind,
  workspace: string,
  record: { readonly id: string },
): Promise<CampaignFolder> {
  const folder = campaignFolder(kind, workspace, record.id);
  await makeDirectory(join(workspace, kind.place));
  if (!(await makeNewDirectory(folder.path))) {
    throw new EnvironmentError(`the folder ${folder.path} exists already: start it again`);
  }
  await writeJson(folder.record, record);
  return folder;
}

/** The ids of all campaigns of a kind in a workspace, the newest first. */
export async function listCampaigns(
  kind: CampaignKind,
  workspace: string,
): Promise<readonly string[]> {
  const found: string[] = [];
  for (const id of await listDirectories(join(workspace, kind.place))) {
    // A folder without its record was killed before it began.
    if (await exists(campaignFolder(kind, workspace, id).record)) found.push(id);
  }
  return found.reverse();
}

/**
 * The campaign whose id begins with the text, or ends with it as its last part (`4f2a`); null when
 * there is none. Throws UserError when there is more than one.
 */
export async function findCampaign(
  kind: CampaignKind,
  workspace: string,
  text: string,
): Promise<CampaignFolder | null> {
  const ids = await listCampaigns(kind, workspace);
  const found = ids.includes(text)
    ? [text]
    : ids.filter((id) => id.startsWith(text) || id.endsWith(`-${text}`));
  const [first, second] = found;
  if (second !== undefined) {
    throw new UserError(
      `${text} may be any of ${found.length} ${kind.place} in ${workspace}: give more of ${found.slice(0, 5).join(', ')}`,
    );
  }
  return first === undefined ? null : campaignFolder(kind, workspace, first);
}
