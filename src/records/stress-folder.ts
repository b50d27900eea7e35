import { basename, dirname, join } from 'node:path';
import { readJson } from '../system/files.ts';
import { campaignFolder, type CampaignFolder } from './campaign-folder.ts';
import { parseStressRecord, type StressRecord } from './stress-record.ts';

/** Where stress runs are: `<workspace>/stress/<id>/`. */
export const stresses = { place: 'stress', record: 'stress.json' } as const;

/** Where the files of one stress run are. */
export interface StressFolder extends CampaignFolder {
  /** Provenance, a file for each variant and each worker that built it. */
  readonly provenance: string;
  readonly page: string;
  /** While this file is there, no trial is started. */
  readonly pause: string;
}

/** The paths of a stress run; nothing is read or made. */
export function stressFolder(workspace: string, id: string): StressFolder {
  return stressFolderAt(join(workspace, stresses.place, id));
}

/** The same for a stress run that lies anywhere, such as in a downloaded artefact. */
export function stressFolderAt(path: string): StressFolder {
  const above = dirname(path);
  const kind = { place: basename(above), record: stresses.record };
  const folder = campaignFolder(kind, dirname(above), basename(path));
  return {
    ...folder,
    provenance: join(folder.path, 'provenance'),
    page: join(folder.path, 'report.html'),
    pause: join(folder.path, 'paused'),
  };
}

/** Throws EnvironmentError when the record is missing or damaged. */
export async function readStress({ record }: CampaignFolder): Promise<StressRecord> {
  return parseStressRecord(await readJson(record), record);
}

/** The file name of a variant's provenance, as built by one worker; null for this machine. */
export function provenanceName(variant: string, worker: string | null): string {
  const words = worker === null ? [variant] : [variant, worker];
  return `${words.map((word) => word.replaceAll(/[^A-Za-z0-9._~+-]/g, '_')).join('@')}.json`;
}
