import { join } from 'node:path';
import { readJson } from '../system/files.ts';
import { campaignFolder, type CampaignFolder } from './campaign-folder.ts';
import { parseDebugRecord, type DebugRecord } from './debug-record.ts';

/** Where debug sessions are: `<workspace>/debug/<id>/`. */
export const debugSessions = { place: 'debug', record: 'debug.json' } as const;

export interface DebugFolder extends CampaignFolder {
  readonly provenance: string;
}

/** The paths of a debug session; nothing is read or made. */
export function debugFolder(workspace: string, id: string): DebugFolder {
  return withProvenance(campaignFolder(debugSessions, workspace, id));
}

export function withProvenance(folder: CampaignFolder): DebugFolder {
  return { ...folder, provenance: join(folder.path, 'provenance.json') };
}

/** Throws EnvironmentError when the record is missing or damaged. */
export async function readDebug({ record }: CampaignFolder): Promise<DebugRecord> {
  return parseDebugRecord(await readJson(record), record);
}
