import { readJson } from '../system/files.ts';
import type { CampaignFolder } from './campaign-folder.ts';
import { parseMatrixRecord, type MatrixRecord } from './matrix-record.ts';

/** Where matrices are: `<workspace>/matrices/<id>/`. */
export const matrices = { place: 'matrices', record: 'matrix.json' } as const;

/** Throws EnvironmentError when the record is missing or damaged. */
export async function readMatrix({ record }: CampaignFolder): Promise<MatrixRecord> {
  return parseMatrixRecord(await readJson(record), record);
}
