import {
  campaignFolder,
  createCampaign,
  type CampaignFolder,
} from '../../records/campaign-folder.ts';
import { matrices } from '../../records/matrix-folder.ts';
import type { MatrixRecord } from '../../records/matrix-record.ts';
import type { MatrixResult } from '../../records/matrix-result.ts';
import type { UndoLog } from '../../system/undo-log.ts';
import { journalWork, throwResumable, wholeJournal } from '../journal-work.ts';
import { inWorkspace } from '../workspace.ts';
import type { RowPlans } from '../build-rows.ts';
import type { MatrixTools } from './matrix-tools.ts';
import { matrixResultOf } from './result.ts';
import { runRows } from './run-rows.ts';

/**
 * Begins a matrix: makes its folder, builds, tries, judges.
 *
 * @throws EnvironmentError when the control cannot be built, InterruptedError when the user stops
 *   it; the journal holds every trial that ended.
 */
export async function startMatrix(
  record: MatrixRecord,
  plans: RowPlans,
  workspace: string,
  tools: MatrixTools,
): Promise<MatrixResult> {
  return inWorkspace(workspace, tools, async (undo) => {
    const folder = await createCampaign(matrices, workspace, record);
    return work(record, folder, plans, tools, undo);
  });
}

/** Goes on with a matrix where its journal ends. Throws as `startMatrix` does. */
export async function resumeMatrix(
  record: MatrixRecord,
  plans: RowPlans,
  workspace: string,
  tools: MatrixTools,
): Promise<MatrixResult> {
  return inWorkspace(workspace, tools, (undo) =>
    work(record, campaignFolder(matrices, workspace, record.id), plans, tools, undo),
  );
}

async function work(
  record: MatrixRecord,
  folder: CampaignFolder,
  plans: RowPlans,
  tools: MatrixTools,
  undo: UndoLog,
): Promise<MatrixResult> {
  const result = await journalWork({
    what: `matrix ${record.id}`,
    folder,
    tools,
    read: wholeJournal,
    onBegun: ({ trials }) => {
      tools.emit({
        type: 'matrix-started',
        matrix: record.id,
        recipe: record.recipe.name,
        title: record.title,
        control: record.control.name,
        rows: record.rows.length,
        journaled: trials.length,
      });
    },
    task: async (journal, journaled) => {
      const work = { record, folder, plans, journal, journaled, undo };
      const { reason } = await runRows(work, tools).catch((error: unknown) =>
        throwResumable(error, record),
      );
      return { state: 'finished', reason };
    },
    resultOf: () => matrixResultOf(record, folder, tools.version),
  });
  tools.emit({ type: 'matrix-ended', result });
  return result;
}
