import {
  hasShape,
  isCount,
  isFlag,
  isNumber,
  isObject,
  isOneOf,
  isRecordOf,
  isText,
  isTexts,
  orNull,
  wrongKey,
  type Shape,
} from './shape.ts';
import type { Exposure, OutputRecord, TraceObservation, TrialRecord } from './trial-record.ts';

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
  | Note
  | Repaired
  | TrialRecord;

/** The entry that a line holds, or what is wrong with the line. */
export function parseEntry(line: string): { entry: JournalEntry } | { problem: string } {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    return { problem: 'it is not JSON' };
  }
  if (!isObject(value)) return { problem: 'it is not an object' };
  const type = value['type'];
  if (typeof type !== 'string' || !isEntryType(type)) {
    return { problem: `its type ${JSON.stringify(type)} is unknown` };
  }
  const wrong = wrongKey(value, shapes[type]);
  if (wrong !== null) return { problem: `its key ${wrong} is missing or wrong` };
  return { entry: value as unknown as JournalEntry };
}

const exposure: Shape<Exposure> = {
  iterations: isCount,
  seconds: isNumber,
  minorCollections: orNull(isCount),
};

const trace: Shape<TraceObservation> = {
  count: isCount,
  nullCount: isCount,
  firstNull: orNull(hasShape({ iteration: orNull(isCount), text: isText })),
  last: orNull(isText),
};

const output: Shape<OutputRecord> = {
  bytes: isCount,
  lines: isCount,
  truncated: isFlag,
  file: orNull(isText),
  tail: isText,
};

const trial: Shape<TrialRecord> = {
  type: isText,
  id: (value) => isCount(value) && value !== 0,
  variant: isText,
  seed: orNull(isNumber),
  startedAt: isText,
  outcome: isOneOf('crashed', 'clean', 'hung', 'failed', 'interrupted'),
  reason: isText,
  status: isText,
  statusName: isText,
  exitCode: orNull(isNumber),
  signal: orNull(isText),
  iteration: orNull(isCount),
  stage: orNull(isText),
  signature: orNull(isText),
  trace: orNull(hasShape(trace)),
  events: orNull(isRecordOf(isCount)),
  exposure: hasShape(exposure),
  seconds: isNumber,
  watch: isOneOf('file', 'pipe', 'heartbeat'),
  output: hasShape(output),
  warnings: isTexts,
};

const header: Shape<JournalHeader> = {
  type: isText,
  schema: isOneOf(JOURNAL_SCHEMA),
  at: isText,
};

const begun: Shape<RunBegun> = { type: isText, at: isText, winrepro: isText };

const interrupted: Shape<RunInterrupted> = { type: isText, at: isText, reason: isText };

const ended: Shape<RunEnded> = {
  type: isText,
  at: isText,
  state: isOneOf('finished', 'failed'),
  reason: isText,
};

const rowBuilt: Shape<RowBuilt> = {
  type: isText,
  at: isText,
  row: isText,
  buildKey: isText,
  sha256: orNull(isText),
  seconds: isNumber,
};

const rowFailed: Shape<RowFailed> = { type: isText, at: isText, row: isText, reason: isText };

const searchBegan: Shape<SearchBegan> = {
  type: isText,
  at: isText,
  crashes: isCount,
  exposure: isNumber,
  build: isNumber,
  startup: isNumber,
  masked: isNumber,
  layouts: isCount,
};

const batchBegan: Shape<BatchBegan> = {
  type: isText,
  at: isText,
  row: isText,
  first: isCount,
  processes: isCount,
  iterations: isCount,
};

const undone: Shape<Undone> = {
  type: isText,
  at: isText,
  trials: (value) => Array.isArray(value) && value.every(isCount),
};

const candidateSkipped: Shape<CandidateSkipped> = { type: isText, at: isText, candidate: isText };

const note: Shape<Note> = { type: isText, at: isText, text: isText };

const repaired: Shape<Repaired> = {
  type: isText,
  at: isText,
  tornBytes: isCount,
  corruptLines: (value) => Array.isArray(value) && value.every(isCount),
  copy: orNull(isText),
};

const shapes = {
  journal: header,
  'run-started': begun,
  'run-resumed': begun,
  'run-interrupted': interrupted,
  'run-ended': ended,
  'row-built': rowBuilt,
  'row-failed': rowFailed,
  'search-began': searchBegan,
  'batch-began': batchBegan,
  undone,
  'candidate-skipped': candidateSkipped,
  note,
  repaired,
  trial,
} as const satisfies Readonly<Record<JournalEntry['type'], unknown>>;

function isEntryType(type: string): type is JournalEntry['type'] {
  return Object.hasOwn(shapes, type);
}
