import { join } from 'node:path';
import { EnvironmentError } from '../system/errors.ts';
import { makeDirectory, makeNewDirectory, readJson, writeJson } from '../system/files.ts';
import { parseRunRecord, type RunRecord } from './run-record.ts';

/** Where the files of one run are: `<workspace>/runs/<id>/`. */
export interface RunFolder {
  readonly id: string;
  readonly path: string;
  /** What was asked for. */
  readonly run: string;
  /** What happened: the only truth. */
  readonly journal: string;
  readonly provenance: string;
  /** Computed from the run and the journal, again whenever one likes. */
  readonly result: string;
  /** Held by the process that works on the run. */
  readonly lock: string;
}

/** The folder of runs in a workspace. */
export function runsPath(workspace: string): string {
  return join(workspace, 'runs');
}

/** The paths of a run; nothing is read or made. */
export function runFolder(workspace: string, id: string): RunFolder {
  const path = join(runsPath(workspace), id);
  return {
    id,
    path,
    run: join(path, 'run.json'),
    journal: join(path, 'journal.jsonl'),
    provenance: join(path, 'provenance.json'),
    result: join(path, 'result.json'),
    lock: join(path, 'lock'),
  };
}

/**
 * `20261123-234501-control-optimized-4f2a`: names sort by the time of their beginning (UTC), and
 * are fit for every file system.
 */
export function makeRunId(parts: {
  /** ISO 8601, UTC. */
  readonly createdAt: string;
  readonly recipe: string;
  readonly variant: string;
  /** Random: tells apart two runs of the same second. */
  readonly suffix: string;
}): string {
  const digits = parts.createdAt.replace(/\D/g, '');
  const words = [parts.recipe, parts.variant].map(fileName);
  return [digits.slice(0, 8), digits.slice(8, 14), ...words, fileName(parts.suffix)].join('-');
}

/** The folder for what one trial leaves, relative to the run folder, with forward slashes. */
export function trialPath(id: number): string {
  return `trials/${String(id).padStart(6, '0')}`;
}

/** The kept output of a trial, relative to the run folder, with forward slashes. */
export function trialOutputPath(id: number): string {
  return `${trialPath(id)}/output.txt`;
}

/** Makes the folder and its `run.json`. Throws EnvironmentError. */
export async function createRun(workspace: string, record: RunRecord): Promise<RunFolder> {
  const folder = runFolder(workspace, record.id);
  await makeDirectory(runsPath(workspace));
  if (!(await makeNewDirectory(folder.path))) {
    throw new EnvironmentError(`the run folder ${folder.path} exists already: start the run again`);
  }
  await writeJson(folder.run, record);
  return folder;
}

/** What was asked for in a run. Throws EnvironmentError when `run.json` is missing or damaged. */
export async function readRun(folder: RunFolder): Promise<RunRecord> {
  return parseRunRecord(await readJson(folder.run), folder.run);
}

/** Paths of a run must stay below 260 characters where Windows still insists on that. */
const LONGEST_WORD = 32;

function fileName(word: string): string {
  return word
    .replace(/[^a-z0-9._]+/gi, '-')
    .slice(0, LONGEST_WORD)
    .replace(/^[-.]+|[-.]+$/g, '');
}
