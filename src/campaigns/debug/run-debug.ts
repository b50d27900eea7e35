import type { Plan } from '../../pipeline/plan.ts';
import { createCampaign } from '../../records/campaign-folder.ts';
import type { CrashReport } from '../../records/crash-report.ts';
import {
  debugFolder,
  debugSessions,
  withProvenance,
  type DebugFolder,
} from '../../records/debug-folder.ts';
import type { DebugRecord } from '../../records/debug-record.ts';
import type { DebugResult } from '../../records/debug-result.ts';
import type { UndoLog } from '../../system/undo-log.ts';
import { announceSession } from '../begin-session.ts';
import { buildTarget, requireSameBuild } from '../build-target.ts';
import { journalWork, throwResumable, wholeJournal } from '../journal-work.ts';
import type { CampaignTools } from '../run.ts';
import { inWorkspace } from '../workspace.ts';
import { runDebugTrials } from './debug-trials.ts';
import { debugResultOf } from './result.ts';
import { mostTrials } from './turns.ts';

/** What a debug session works with. */
export interface DebugTools extends CampaignTools {
  /** A crash report for people. */
  readonly reportText: (report: CrashReport) => string;
}

/**
 * Begins a debug session: makes its folder, builds, tries under the debugger.
 *
 * @throws EnvironmentError when the set-up fails, InterruptedError when the user stops it; the
 *   journal holds every trial that ended.
 */
export async function startDebug(
  record: DebugRecord,
  plan: Plan,
  workspace: string,
  tools: DebugTools,
): Promise<DebugResult> {
  return inWorkspace(workspace, tools, async (undo) => {
    const folder = await createCampaign(debugSessions, workspace, record);
    return work(record, withProvenance(folder), plan, tools, { undo, workspace });
  });
}

/** Goes on with a debug session where its journal ends. Throws as `startDebug` does. */
export async function resumeDebug(
  record: DebugRecord,
  plan: Plan,
  workspace: string,
  tools: DebugTools,
): Promise<DebugResult> {
  requireSameBuild(`debug session ${record.id}`, record.buildKey, plan);
  return inWorkspace(workspace, tools, (undo) =>
    work(record, debugFolder(workspace, record.id), plan, tools, { undo, workspace }),
  );
}

async function work(
  record: DebugRecord,
  folder: DebugFolder,
  plan: Plan,
  tools: DebugTools,
  { undo, workspace }: { readonly undo: UndoLog; readonly workspace: string },
): Promise<DebugResult> {
  return journalWork({
    what: `debug session ${record.id}`,
    folder,
    tools,
    read: wholeJournal,
    onBegun: ({ trials }) => {
      announce(record, folder, trials.length, tools);
    },
    task: async (journal, journaled) => {
      await buildTarget(record, folder, plan, tools, undo);
      return runDebugTrials({ record, folder, plan, journal, journaled }, tools).catch(
        (error: unknown) => throwResumable(error, record),
      );
    },
    resultOf: () => debugResultOf(record, folder, workspace, tools.version),
  });
}

function announce(
  record: DebugRecord,
  folder: DebugFolder,
  journaled: number,
  { emit }: DebugTools,
): void {
  const { options, debugger: tool } = record;
  const trials = mostTrials(options);
  announceSession(record, { folder: folder.path, seed: options.seed, trials, journaled }, emit);
  if (!options.attach) emit({ type: 'note', message: `under ${tool.version} (${tool.path})` });
}
