import { readJson } from '../system/files.ts';
import { parseBisectionRecord, type BisectionRecord } from './bisection-record.ts';
import type { CampaignFolder } from './campaign-folder.ts';

/** Where bisections are: `<workspace>/bisections/<id>/`. */
export const bisections = { place: 'bisections', record: 'bisection.json' } as const;

/** Throws EnvironmentError when the record is missing or damaged. */
export async function readBisection({ record }: CampaignFolder): Promise<BisectionRecord> {
  return parseBisectionRecord(await readJson(record), record);
}
