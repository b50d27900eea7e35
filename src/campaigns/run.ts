import type { Plan } from '../pipeline/plan.ts';
import { runSteps } from '../pipeline/run-steps.ts';
import type { RunResult } from '../records/result.ts';
import type { RunEvent } from '../records/run-event.ts';
import { createRun, makeRunId, runFolder, type RunFolder } from '../records/run-folder.ts';
import { RUN_SCHEMA, type RunOptions, type RunRecord } from '../records/run-record.ts';
import { nowIso } from '../system/clock.ts';
import { EnvironmentError } from '../system/errors.ts';
import type { UndoLog } from '../system/undo-log.ts';
import type { LoadedRecipe } from './find-recipe.ts';
import type { KeptTools } from './kept-tools.ts';
import { writeProvenance } from './provenance.ts';
import { journalWork, throwResumable, wholeJournal } from './journal-work.ts';
import { expectedOf } from './expected.ts';
import { recordedRecipe } from './recorded-recipe.ts';
import { resultOf } from './result-of.ts';
import { stepSummary } from './step-summary.ts';
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
  if (record.buildKey !== buildKeyOf(plan)) {
    throw new EnvironmentError(
      `run ${record.id} cannot go on: its sources, flags or compiler are not what they were when ` +
        'it began, and trials of two builds must not be mixed: start a new run',
    );
  }
  return inWorkspace(workspace, tools, (undo) =>
    work(record, runFolder(workspace, record.id), plan, tools, undo),
  );
}

function buildKeyOf({ steps }: Plan): string {
  return steps.at(-1)?.key ?? '';
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
      await build(record, folder, plan, tools, undo);
      const end = await runTrials(record, folder, plan, journal, tools);
      if (end.state === 'failed') throw new EnvironmentError(end.reason);
      return end;
    },
    resultOf: () => resultOf(record, folder, tools.version),
  });
  tools.emit({ type: 'run-ended', result, folder: folder.path });
  return result;
}

async function build(
  record: RunRecord,
  folder: RunFolder,
  plan: Plan,
  tools: CampaignTools,
  undo: UndoLog,
): Promise<void> {
  for (const message of plan.toolbox.msvc?.warnings ?? []) tools.emit({ type: 'note', message });
  const steps = await runSteps(plan.steps, {
    keeper: tools.keeper,
    environment: tools.environment,
    signal: tools.signal,
    undo,
    onStepProgress: ({ name }, done, of) => {
      tools.emit({ type: 'step-progress', step: name, done, of });
    },
    onStepStarted: ({ name }) => {
      tools.emit({ type: 'step-started', step: name });
    },
    onStepEnded: (step, outcome) => {
      const { name, reused, seconds } = outcome;
      const summary = stepSummary(step, plan);
      tools.emit({ type: 'step-ended', step: name, summary, reused, seconds });
    },
  }).catch((error: unknown) => throwResumable(error, record));
  await writeProvenance(record, folder, plan, steps, tools);
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
