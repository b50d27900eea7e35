import type { TrialRecord } from './trial-record.ts';

export const JOURNAL_SCHEMA = 'winrepro/journal/1';

/** The first line of every journal. */
export interface JournalHeader {
  readonly type: 'journal';
  readonly schema: typeof JOURNAL_SCHEMA;
  readonly at: string;
}

/** A process began to work on the run. */
export interface RunBegun {
  readonly type: 'run-started' | 'run-resumed';
  /** ISO 8601, UTC, as in all entries. */
  readonly at: string;
  /** The version of winrepro that did it. */
  readonly winrepro: string;
}

/** It stopped before the end and knew it (Ctrl-C); after kill -9 this entry is missing. */
export interface RunInterrupted {
  readonly type: 'run-interrupted';
  readonly at: string;
  readonly reason: string;
}

export interface RunEnded {
  readonly type: 'run-ended';
  readonly at: string;
  /** `failed`: the set-up was at fault and more trials would not have helped. */
  readonly state: 'finished' | 'failed';
  readonly reason: string;
}

/** Anything worth keeping that no number is computed from. */
export interface Note {
  readonly type: 'note';
  readonly at: string;
  readonly text: string;
}

/** A row of a matrix was built, or found built; what came out identifies it. */
export interface RowBuilt {
  readonly type: 'row-built';
  readonly at: string;
  readonly row: string;
  readonly buildKey: string;
  /** SHA-256 of the first product; null when nothing is built. */
  readonly sha256: string | null;
  readonly seconds: number;
}

/** A row of a matrix cannot be tried here. */
export interface RowFailed {
  readonly type: 'row-failed';
  readonly at: string;
  readonly row: string;
  readonly reason: string;
}

/** The controls of a bisection are done: by this yardstick its search measures from here on. */
export interface SearchBegan {
  readonly type: 'search-began';
  readonly at: string;
  /** Of the positive control, on the clock of iterations. */
  readonly crashes: number;
  readonly exposure: number;
  /** What a build and the start of a process cost, in means of the control. */
  readonly build: number;
  readonly startup: number;
  /** The share of layouts that hide the crash, and the layouts that a candidate is built in. */
  readonly masked: number;
  readonly layouts: number;
}

/** Trials of one row begin side by side: what is decided next waits for all of them. */
export interface BatchBegan {
  readonly type: 'batch-began';
  readonly at: string;
  readonly row: string;
  /** The number of its first trial; the others follow. */
  readonly first: number;
  readonly processes: number;
  /** Turns of the loop of each. */
  readonly iterations: number;
}

/** The user took trials of a bisection back: they are no evidence any more. */
export interface Undone {
  readonly type: 'undone';
  readonly at: string;
  readonly trials: readonly number[];
}

/** The user does not want a candidate of a bisection to be tried. */
export interface CandidateSkipped {
  readonly type: 'candidate-skipped';
  readonly at: string;
  readonly candidate: string;
}

/** How long this session of a stress run has been at work, noted now and then. */
export interface Progress {
  readonly type: 'progress';
  readonly at: string;
  /** Awake and not paused, since the session began. */
  readonly seconds: number;
}

/** A machine that has trials of this campaign to run: what it built, or why it refuses. */
export interface WorkerJoined {
  readonly type: 'worker-joined';
  readonly at: string;
  readonly worker: string;
  /** SHA-256 of the first product of each variant; null when nothing is built. */
  readonly builds: Readonly<Record<string, string | null>>;
  /** Why it runs none of them; null when it does. */
  readonly refused: string | null;
}

/** Written when a damaged journal was opened for more trials, so that the damage stays known. */
export interface Repaired {
  readonly type: 'repaired';
  readonly at: string;
  /** Bytes of an unfinished last line that were cut off: the record of a trial in flight. */
  readonly tornBytes: number;
  /** Numbers of unreadable lines, found since the last such entry. They stay where they are. */
  readonly corruptLines: readonly number[];
  /** File name of a copy of the journal as it was found; null when only the tail was torn. */
  readonly copy: string | null;
}

export type JournalEntry =
  | JournalHeader
  | RunBegun
  | RunInterrupted
  | RunEnded
  | RowBuilt
  | RowFailed
  | SearchBegan
  | BatchBegan
  | Undone
  | CandidateSkipped
  | Progress
  | WorkerJoined
  | Note
  | Repaired
  | TrialRecord;
