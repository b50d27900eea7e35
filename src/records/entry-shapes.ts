import {
  JOURNAL_SCHEMA,
  type BatchBegan,
  type CandidateSkipped,
  type JournalEntry,
  type JournalHeader,
  type Note,
  type Progress,
  type Repaired,
  type RowBuilt,
  type RowFailed,
  type RunBegun,
  type RunEnded,
  type RunInterrupted,
  type SearchBegan,
  type Undone,
  type WorkerJoined,
} from './journal-entry.ts';
import {
  hasShape,
  isCount,
  isFlag,
  isNumber,
  isOneOf,
  isRecordOf,
  isText,
  isTexts,
  orNull,
  type Shape,
} from './shape.ts';
import type { Exposure, OutputRecord, TraceObservation, TrialRecord } from './trial-record.ts';

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
  worker: (value) => value === undefined || isText(value),
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
  stack: (value) => value === undefined || isTexts(value),
  crashReport: (value) => value === undefined || isText(value),
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

const progress: Shape<Progress> = { type: isText, at: isText, seconds: isNumber };

const workerJoined: Shape<WorkerJoined> = {
  type: isText,
  at: isText,
  worker: isText,
  builds: isRecordOf(orNull(isText)),
  refused: orNull(isText),
};

const note: Shape<Note> = { type: isText, at: isText, text: isText };

const repaired: Shape<Repaired> = {
  type: isText,
  at: isText,
  tornBytes: isCount,
  corruptLines: (value) => Array.isArray(value) && value.every(isCount),
  copy: orNull(isText),
};

/** What each kind of entry must hold. */
export const entryShapes = {
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
  progress,
  'worker-joined': workerJoined,
  note,
  repaired,
  trial,
} as const satisfies Readonly<Record<JournalEntry['type'], unknown>>;
