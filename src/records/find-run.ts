import { EnvironmentError, UserError } from '../system/errors.ts';
import { exists, listDirectories } from '../system/files.ts';
import { lockHolder } from '../system/lock.ts';
import { readLines } from '../system/read-lines.ts';
import { parseEntry } from './parse-entry.ts';
import { readRun, runFolder, runsPath, type RunFolder } from './run-folder.ts';

/** `damaged`: its files cannot be read. */
export type RunState = 'running' | 'finished' | 'failed' | 'interrupted' | 'damaged';

export interface RunSummary {
  readonly id: string;
  readonly folder: RunFolder;
  readonly state: RunState;
  /** ISO 8601, UTC; null when damaged, as are the next two. */
  readonly createdAt: string | null;
  readonly recipe: string | null;
  readonly variant: string | null;
  /** Why it is damaged; null when it is not. */
  readonly problem: string | null;
}

/** All runs of a workspace, the newest first. */
export async function listRuns(workspace: string): Promise<readonly RunSummary[]> {
  const ids = await listDirectories(runsPath(workspace));
  const runs: RunSummary[] = [];
  for (const id of ids) {
    const folder = runFolder(workspace, id);
    // A folder without run.json is a run that was killed before it began.
    if (await exists(folder.run)) runs.push(await summarize(folder));
  }
  return runs.sort((a, b) => compare(age(b), age(a)));
}

/** The newest run, or the newest in one of the states. Throws UserError when there is none. */
export async function latestRun(
  workspace: string,
  states?: readonly RunState[],
): Promise<RunSummary> {
  const runs = await listRuns(workspace);
  const latest = runs.find((run) => states === undefined || states.includes(run.state));
  if (latest !== undefined) return latest;
  const which = states === undefined ? 'run' : `${states.join(' or ')} run`;
  throw new UserError(
    `there is no ${which} in ${workspace}: ${runs.length === 0 ? 'start one with winrepro run, or name its workspace with --workspace' : 'winrepro list runs shows what there is'}`,
  );
}

/**
 * The run whose id begins with the text, or ends with it as its last part (`4f2a`).
 * Throws UserError, with candidates, when there is none or more than one.
 */
export async function findRun(workspace: string, text: string): Promise<RunFolder> {
  const runs = await listRuns(workspace);
  const exact = runs.find(({ id }) => id === text);
  if (exact !== undefined) return exact.folder;
  const found = runs.filter(({ id }) => id.startsWith(text) || id.endsWith(`-${text}`));
  const [first, second] = found;
  if (first !== undefined && second === undefined) return first.folder;
  if (first === undefined) {
    const known =
      runs.length === 0
        ? 'it has none (winrepro list stress, matrices or bisections shows the others)'
        : `its newest are ${names(runs)}`;
    throw new UserError(
      `no run ${text} in ${workspace}: ${known}; name another workspace with --workspace`,
    );
  }
  throw new UserError(
    `${text} may be any of ${found.length} runs in ${workspace}: give more of ${names(found)}`,
  );
}

async function summarize(folder: RunFolder): Promise<RunSummary> {
  const { id } = folder;
  try {
    const { createdAt, recipe, variant } = await readRun(folder);
    const state = await stateOf(folder);
    return { id, folder, state, createdAt, recipe: recipe.name, variant, problem: null };
  } catch (error) {
    if (!(error instanceof EnvironmentError)) throw error;
    const nothing = { createdAt: null, recipe: null, variant: null };
    return { id, folder, state: 'damaged', ...nothing, problem: error.message };
  }
}

/** A run that nobody works on and that did not end was interrupted, even if nothing says so. */
async function stateOf(folder: RunFolder): Promise<RunState> {
  if ((await lockHolder(folder.lock)) !== null) return 'running';
  let state: RunState = 'interrupted';
  for (const { text, complete } of readLines(folder.journal)) {
    if (!complete || !text.includes('"run-')) continue;
    const parsed = parseEntry(text);
    if ('problem' in parsed) continue;
    if (parsed.entry.type === 'run-ended') state = parsed.entry.state;
    else if (parsed.entry.type.startsWith('run-')) state = 'interrupted';
  }
  return state;
}

/** By the second out of the id, then by the millisecond: a damaged run has only its id. */
function age({ createdAt, id }: RunSummary): string {
  return `${id.slice(0, 'YYYYMMDD-HHMMSS'.length)} ${createdAt ?? ''} ${id}`;
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

const MOST_NAMES = 5;

function names(runs: readonly RunSummary[]): string {
  const shown = runs.slice(0, MOST_NAMES).map(({ id }) => id);
  return runs.length > MOST_NAMES ? `${shown.join(', ')}, ...` : shown.join(', ');
}
