import { openJournal, readJournal } from '../../records/journal.ts';
import { createMatrix, matrixFolder, type MatrixFolder } from '../../records/matrix-folder.ts';
import type { MatrixRecord } from '../../records/matrix-record.ts';
import type { MatrixResult } from '../../records/matrix-result.ts';
import { nowIso } from '../../system/clock.ts';
import { InterruptedError } from '../../system/errors.ts';
import { writeJson } from '../../system/files.ts';
import { acquireLock } from '../../system/lock.ts';
import type { UndoLog } from '../../system/undo-log.ts';
import { resumeCommand } from '../shown-commands.ts';
import { inWorkspace } from '../workspace.ts';
import type { MatrixTools, RowPlans } from './matrix-tools.ts';
import { matrixResultOf } from './result.ts';
import { runRows } from './run-rows.ts';

/**
 * Begins a matrix: makes its folder, builds, tries, judges.
 *
 * @throws EnvironmentError when the control cannot be built, InterruptedError when the user stops
 *   it; the journal holds every trial that ended.
 */
export async function startMatrix(
  record: MatrixRecord,
  plans: RowPlans,
  workspace: string,
  tools: MatrixTools,
): Promise<MatrixResult> {
  return inWorkspace(workspace, workspaceTools(tools), async (undo) => {
    const folder = await createMatrix(workspace, record);
    return work(record, folder, plans, tools, undo);
  });
}

/** Goes on with a matrix where its journal ends. Throws as `startMatrix` does. */
export async function resumeMatrix(
  record: MatrixRecord,
  plans: RowPlans,
  workspace: string,
  tools: MatrixTools,
): Promise<MatrixResult> {
  return inWorkspace(workspace, workspaceTools(tools), (undo) =>
    work(record, matrixFolder(workspace, record.id), plans, tools, undo),
  );
}

function workspaceTools(tools: MatrixTools) {
  return {
    ...tools,
    onNote: (message: string): void => {
      tools.emit({ type: 'note', message });
    },
  };
}

async function work(
  record: MatrixRecord,
  folder: MatrixFolder,
  plans: RowPlans,
  tools: MatrixTools,
  undo: UndoLog,
): Promise<MatrixResult> {
  const lock = await acquireLock(folder.lock, {
    command: ['winrepro', ...tools.argv].join(' '),
    what: `matrix ${record.id}`,
    wait: false,
    signal: tools.signal,
  });
  try {
    await journalTheWork(record, folder, plans, tools, undo);
    const result = matrixResultOf(record, folder, tools.version);
    tools.emit({ type: 'matrix-ended', result });
    return result;
  } finally {
    lock.release();
  }
}

async function journalTheWork(
  record: MatrixRecord,
  folder: MatrixFolder,
  plans: RowPlans,
  tools: MatrixTools,
  undo: UndoLog,
): Promise<void> {
  const journaled = readJournal(folder.journal);
  const journal = openJournal(folder.journal);
  try {
    const type = journaled.entries.length === 0 ? 'run-started' : 'run-resumed';
    journal.append({ type, at: nowIso(), winrepro: tools.version });
    tools.emit({
      type: 'matrix-started',
      matrix: record.id,
      recipe: record.recipe.name,
      title: record.title,
      control: record.control.name,
      rows: record.rows.length,
      journaled: journaled.trials.length,
    });
    for (const { at, problem } of journaled.corrupt) {
      tools.emit({ type: 'note', message: `${at}: lost a line (${problem})` });
    }
    const end = await runRows({ record, folder, plans, journal, journaled, undo }, tools);
    journal.append({ type: 'run-ended', at: nowIso(), state: 'finished', reason: end.reason });
  } catch (error) {
    const told = resumable(error, record);
    const reason = told instanceof Error ? told.message : String(told);
    const at = nowIso();
    journal.append(
      told instanceof InterruptedError
        ? { type: 'run-interrupted', at, reason }
        : { type: 'run-ended', at, state: 'failed', reason },
    );
    throw told;
  } finally {
    journal.close();
    await writeJson(folder.result, matrixResultOf(record, folder, tools.version));
  }
}

/** An interruption tells how to go on. */
function resumable(error: unknown, record: MatrixRecord): unknown {
  if (!(error instanceof InterruptedError)) return error;
  const message = `${error.message}; all is saved: \`${resumeCommand(record)}\` goes on`;
  return new InterruptedError(message, { cause: error });
}
