import type { Plan } from '../pipeline/plan.ts';
import type { RunResult } from '../records/result.ts';
import type { RunEvent } from '../records/run-event.ts';
import { createRun, makeRunId, runFolder, type RunFolder } from '../records/run-folder.ts';
import { RUN_SCHEMA, type RunOptions, type RunRecord } from '../records/run-record.ts';
import { nowIso } from '../system/clock.ts';
import { EnvironmentError } from '../system/errors.ts';
import type { UndoLog } from '../system/undo-log.ts';
import type { LoadedRecipe } from './find-recipe.ts';
import type { KeptTools } from './kept-tools.ts';
import { buildKeyOf, buildTarget, requireSameBuild } from './build-target.ts';
import { journalWork, wholeJournal } from './journal-work.ts';
import { expectedOf } from './expected.ts';
import { recordedRecipe } from './recorded-recipe.ts';
import { resultOf } from './result-of.ts';
import { runTrials } from './trials.ts';
import { inWorkspace } from './workspace.ts';

/** What a campaign works with. */
export interface CampaignTools extends KeptTools {
  readonly emit: (event: RunEvent) => void;
  readonly cwd: string;
}

export interface RunRequest {
  readonly loaded: LoadedRecipe;
  readonly plan: Plan;
  readonly options: RunOptions;
  readonly workspace: string;
  /** Random: tells apart two runs that begin in the same second. */
  readonly suffix: string;
}

/**
 * Starts a run: makes its folder, builds, tries.
 *
 * @throws EnvironmentError when the set-up fails, InterruptedError when the user stops it; the
 *   journal holds every trial that ended.
 */
export async function startRun(request: RunRequest, tools: CampaignTools): Promise<RunResult> {
  const { loaded, plan, options, workspace, suffix } = request;
  const createdAt = nowIso();
  const { recipe, variant, platform } = plan.settings;
  const record: RunRecord = {
    schema: RUN_SCHEMA,
    id: makeRunId({ createdAt, recipe, variant, suffix }),
    createdAt,
    winrepro: tools.version,
    recipe: recordedRecipe(loaded),
    variant,
    platform,
    buildKey: buildKeyOf(plan),
    expected: expectedOf(plan),
    options,
    argv: tools.argv,
  };
  return inWorkspace(workspace, tools, async (undo) => {
    const folder = await createRun(workspace, record);
    return work(record, folder, plan, tools, undo);
  });
}

/** Goes on with an interrupted run where its journal ends. Throws as `startRun` does. */
export async function resumeRun(
  record: RunRecord,
  plan: Plan,
  workspace: string,
  tools: CampaignTools,
): Promise<RunResult> {
  requireSameBuild(`run ${record.id}`, record.buildKey, plan);
  return inWorkspace(workspace, tools, (undo) =>
    work(record, runFolder(workspace, record.id), plan, tools, undo),
  );
}

async function work(
  record: RunRecord,
  folder: RunFolder,
  plan: Plan,
  tools: CampaignTools,
  undo: UndoLog,
): Promise<RunResult> {
  const result = await journalWork({
    what: `run ${record.id}`,
    folder,
    tools,
    read: wholeJournal,
    onBegun: ({ trials }) => {
      announce(record, folder, plan, trials.length, tools);
    },
    task: async (journal) => {
      await buildTarget(record, folder, plan, tools, undo);
      const end = await runTrials(record, folder, plan, journal, tools);
      if (end.state === 'failed') throw new EnvironmentError(end.reason);
      return end;
    },
    resultOf: () => resultOf(record, folder, tools.version),
  });
  tools.emit({ type: 'run-ended', result, folder: folder.path });
  return result;
}

function announce(
  record: RunRecord,
  folder: RunFolder,
  { settings }: Plan,
  journaled: number,
  { emit }: CampaignTools,
): void {
  emit({
    type: 'run-started',
    run: record.id,
    folder: folder.path,
    recipe: record.recipe.name,
    variant: record.variant,
    title: settings.title,
    seed: record.options.seed,
    journaled,
    trials: record.options.trials,
    untilCrash: record.options.untilCrash,
  });
}
