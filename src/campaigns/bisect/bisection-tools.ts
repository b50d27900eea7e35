import type { BisectionEvent } from '../../records/bisection-event.ts';
import type { BisectionRecord } from '../../records/bisection-record.ts';
import type { CampaignFolder } from '../../records/campaign-folder.ts';
import type { Journal, JournalReading } from '../../records/journal.ts';
import type { Keeper } from '../../system/keeper.ts';
import type { UndoLog } from '../../system/undo-log.ts';
import type { Axis } from './axis.ts';

/** What a bisection works with. */
export interface BisectionTools {
  readonly keeper: Keeper;
  readonly signal: AbortSignal;
  readonly emit: (event: BisectionEvent) => void;
  /** The environment that children start from. */
  readonly environment: Readonly<Record<string, string>>;
  readonly version: string;
  /** The arguments that winrepro was started with. */
  readonly argv: readonly string[];
  /** Wait for another winrepro in the same workspace, or say who holds it and leave. */
  readonly wait: boolean;
  readonly keepOutput: boolean;
}

/** What one session of a bisection works on. */
export interface BisectionWork {
  readonly record: BisectionRecord;
  readonly axis: Axis;
  /** Absolute path. */
  readonly workspace: string;
  readonly folder: CampaignFolder;
  readonly journal: Journal;
  /** What the journal held when this session began. */
  readonly journaled: JournalReading;
  readonly undo: UndoLog;
}
