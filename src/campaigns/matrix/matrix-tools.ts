import type { Journal, JournalReading } from '../../records/journal.ts';
import type { MatrixEvent } from '../../records/matrix-event.ts';
import type { CampaignFolder } from '../../records/campaign-folder.ts';
import type { MatrixRecord } from '../../records/matrix-record.ts';
import type { UndoLog } from '../../system/undo-log.ts';
import type { RowPlans } from '../build-rows.ts';
import type { KeptTools } from '../kept-tools.ts';

/** What a matrix works with. */
export interface MatrixTools extends KeptTools {
  readonly emit: (event: MatrixEvent) => void;
}

/** What one session of a matrix works on. */
export interface MatrixWork {
  readonly record: MatrixRecord;
  readonly folder: CampaignFolder;
  readonly plans: RowPlans;
  readonly journal: Journal;
  /** What the journal held when this session began. */
  readonly journaled: JournalReading;
  readonly undo: UndoLog;
}
