import type { Journal, JournalReading } from '../../records/journal.ts';
import type { MatrixEvent } from '../../records/matrix-event.ts';
import type { CampaignFolder } from '../../records/campaign-folder.ts';
import type { MatrixRecord } from '../../records/matrix-record.ts';
import type { Keeper } from '../../system/keeper.ts';
import type { UndoLog } from '../../system/undo-log.ts';
import type { RowPlans } from '../build-rows.ts';

/** What a matrix works with. */
export interface MatrixTools {
  readonly keeper: Keeper;
  readonly signal: AbortSignal;
  readonly emit: (event: MatrixEvent) => void;
  /** The environment that children start from. */
  readonly environment: Readonly<Record<string, string>>;
  readonly version: string;
  /** The arguments that winrepro was started with. */
  readonly argv: readonly string[];
  /** Wait for another winrepro in the same workspace, or say who holds it and leave. */
  readonly wait: boolean;
  readonly keepOutput: boolean;
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
