import type { Keeper } from '../system/keeper.ts';
import type { UndoLog } from '../system/undo-log.ts';

/** What an action works with. */
export interface ActionTools {
  readonly keeper: Keeper;
  /** The environment that commands inherit. */
  readonly environment: Readonly<Record<string, string>>;
  readonly signal: AbortSignal;
  /** The file that commands print to. */
  readonly log: string;
  /** What has to be put back when the work ends, however it ends. */
  readonly undo: UndoLog;
  readonly onProgress?: (done: number, of: number | null) => void;
}
