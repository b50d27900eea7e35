import type { Night, NightVerdict } from './night.ts';

export const HISTORY_SCHEMA = 'winrepro/history/1';

/** A night with what the nights before it say of it. */
export interface JudgedNight {
  readonly night: Night;
  readonly verdict: NightVerdict;
}

/** What `winrepro history --json` prints. */
export interface HistoryDocument {
  readonly schema: typeof HISTORY_SCHEMA;
  /** The newest first. */
  readonly nights: readonly JudgedNight[];
  /** A sentence each: campaigns that were left out, an index that could not be used. */
  readonly notes: readonly string[];
}
