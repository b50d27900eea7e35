import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { WatchRequest } from '../../evidence/watch/watch-request.ts';
import type { Plan } from '../../pipeline/plan.ts';
import { openJournal, type Journal } from '../../records/journal.ts';
import type { RegisterWatchReport } from '../../records/register-watch.ts';
import { trialPath } from '../../records/run-folder.ts';
import { createWatch, type WatchFolder, type WatchRecord } from '../../records/watch-record.ts';
import { nowIso } from '../../system/clock.ts';
import { EnvironmentError, InterruptedError } from '../../system/errors.ts';
import { readText, writeFileAtomically, writeJson } from '../../system/files.ts';
import { announceSession } from '../begin-session.ts';
import { buildTarget } from '../build-target.ts';
import { noteTheEnd } from '../journal-work.ts';
import { layOutTrial } from '../lay-out-trial.ts';
import type { CampaignTools } from '../run.ts';
import { inWorkspace } from '../workspace.ts';
import { watchReport } from './report.ts';
import { watchTrial } from './watch-trial.ts';

/** What a watch works with. */
export interface WatchTools extends CampaignTools {
  /** A report for people, and its rows for a spreadsheet. */
  readonly textOf: (report: RegisterWatchReport) => string;
  readonly csvOf: (report: RegisterWatchReport) => string;
}

interface WatchWork {
  readonly record: WatchRecord;
  readonly show: WatchRequest['show'];
  readonly plan: Plan;
}

const PYTHON = fileURLToPath(
  new URL('../../../templates/debuggers/watch-registers.py', import.meta.url),
);

/**
 * Builds, and watches trials until the first that crashes or loses a register. Nothing of it is a run:
 * the folder is its own, and the history does not know it. An interrupted watch is begun anew.
 *
 * @returns the report of the last trial.
 * @throws EnvironmentError when the set-up fails, UserError when a function is not there,
 *   InterruptedError at the signal.
 */
export async function runWatch(
  work: WatchWork,
  workspace: string,
  tools: WatchTools,
): Promise<RegisterWatchReport> {
  const { record } = work;
  return inWorkspace(workspace, tools, async (undo) => {
    const folder = await createWatch(workspace, record);
    const journal = openJournal(folder.journal);
    try {
      journal.append({ type: 'run-started', at: nowIso(), winrepro: tools.version });
      announce(record, folder, tools);
      await buildTarget(record, folder, work.plan, tools, undo);
      const report = await watchTrials(work, folder, journal, tools);
      journal.append({
        type: 'run-ended',
        at: nowIso(),
        state: 'finished',
        reason: 'it was watched',
      });
      return report;
    } catch (error) {
      noteTheEnd(journal, error);
      if (!(error instanceof InterruptedError)) throw error;
      throw new InterruptedError('interrupted before the watch was over: start it again', {
        cause: error,
      });
    } finally {
      journal.close();
    }
  });
}

async function watchTrials(
  work: WatchWork,
  folder: WatchFolder,
  journal: Journal,
  tools: WatchTools,
): Promise<RegisterWatchReport> {
  const { trials } = work.record.options;
  for (let id = 1; ; id += 1) {
    const report = await watchOnce(id, work, folder, journal, tools);
    const { outcome, reason } = report.trial;
    if (outcome === 'failed') throw new EnvironmentError(`trial ${id} failed: ${reason}`);
    if (id >= trials || report.change !== null || outcome === 'crashed') return report;
  }
}

async function watchOnce(
  id: number,
  { record, show, plan }: WatchWork,
  folder: WatchFolder,
  journal: Journal,
  tools: WatchTools,
): Promise<RegisterWatchReport> {
  const { options, watch, debugger: tool } = record;
  const variant = `${record.variant}+watch`;
  const trialPlan = layOutTrial(id, { ...options, variant }, folder, plan, {
    ...tools,
    keepOutput: true,
  });
  const back = {
    kind: tool.kind,
    program: tool.path,
    python: await readText(PYTHON),
    module: options.module,
  };
  tools.emit({ type: 'trial-started', id, seed: trialPlan.seed });
  const watched = await watchTrial(
    trialPlan,
    { back, watch, show, last: options.last },
    {
      ...tools,
      onProgress: (progress) => {
        tools.emit({ type: 'trial-progress', ...progress });
      },
    },
  );
  if (watched.trial.outcome === 'interrupted' && tools.signal.aborted) {
    throw new InterruptedError(`trial ${id} was interrupted`);
  }
  journal.append(watched.trial);
  tools.emit({ type: 'trial-ended', trial: watched.trial });
  const report = watchReport(record, watched);
  await publish(report, folder, tools);
  return report;
}

async function publish(
  report: RegisterWatchReport,
  folder: WatchFolder,
  { textOf, csvOf }: WatchTools,
): Promise<void> {
  const own = join(folder.path, trialPath(report.trial.id));
  await writeFileAtomically(join(own, 'registers.csv'), csvOf(report));
  await writeFileAtomically(join(own, 'watch-report.txt'), textOf(report));
  await writeJson(join(own, 'watch-report.json'), report);
  await writeJson(folder.result, report);
}

function announce(record: WatchRecord, folder: WatchFolder, { emit }: WatchTools): void {
  const { options, debugger: tool, watch } = record;
  const { seed, trials } = options;
  announceSession(record, { folder: folder.path, seed, trials, journaled: 0 }, emit);
  const across = watch.across === null ? '' : ` and the calls of ${watch.across}`;
  emit({ type: 'note', message: `watching ${watch.function}${across} under ${tool.version}` });
}
