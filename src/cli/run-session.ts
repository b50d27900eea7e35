import { randomBytes, randomInt } from 'node:crypto';
import { resolve as resolvePath } from 'node:path';
import { loadRecipe } from '../campaigns/find-recipe.ts';
import { multiplex } from '../campaigns/multiplex.ts';
import { prepare, type VariantRequest } from '../campaigns/prepare.ts';
import { recipeOf } from '../campaigns/recorded-recipe.ts';
import { requestOf } from '../campaigns/recorded-request.ts';
import { resumeRun, startRun, type CampaignTools } from '../campaigns/run.ts';
import { findRun, latestRun } from '../records/find-run.ts';
import type { RunResult } from '../records/result.ts';
import { readRun, runFolder } from '../records/run-folder.ts';
import { resultText } from '../reporters/result-text.ts';
import { createTraceReporter } from '../reporters/trace-reporter.ts';
import { writeJson } from '../system/files.ts';
import { exitCode, type ExitCode } from './exit-codes.ts';
import type { JsonTarget } from './options.ts';
import { campaignToResume } from './campaign-to-resume.ts';
import { defaultRecipe, recipePlaces, shownPath, thisHost } from './places.ts';
import { resultScreen, traceScreen } from './screens.ts';
import { withKeeper } from './with-keeper.ts';

/** What `run` and `resume` share. */
interface SessionOptions {
  readonly workspace: string;
  readonly json: JsonTarget;
  readonly quiet: boolean;
  readonly wait: boolean;
  readonly keepOutput: boolean;
}

export interface RunArguments extends SessionOptions {
  readonly recipe: string | undefined;
  readonly variant: VariantRequest;
  readonly trials: number;
  readonly untilCrash: boolean;
  readonly jobs: number;
  readonly timeoutSeconds: number | null;
  readonly stallSeconds: number | null;
  readonly seed: number | undefined;
}

export interface ResumeArguments extends SessionOptions {
  readonly run: string | undefined;
  /** Of a stress run that a fleet works on. */
  readonly queue: string | undefined;
  readonly queuePrefix: string;
}

/** Runs the main job and reports it; returns the exit code. */
export async function run(given: RunArguments): Promise<ExitCode> {
  const workspace = resolvePath(given.workspace);
  const loaded = await loadRecipe(given.recipe ?? defaultRecipe(thisHost()), recipePlaces());
  const plan = await prepare(loaded, given.variant, thisHost(), workspace);
  const options = {
    iterations: plan.settings.reproducer.iterations,
    trials: given.trials,
    untilCrash: given.untilCrash,
    jobs: given.jobs,
    timeoutSeconds: given.timeoutSeconds,
    stallSeconds: given.stallSeconds,
    seed: given.seed ?? randomInt(1, 2 ** 31),
    watch: plan.settings.reproducer.watch,
    compiler: given.variant.compiler ?? null,
    interpreter: given.variant.interpreter ?? null,
    lock: given.variant.lock ?? null,
    source: given.variant.source ?? null,
  };
  const suffix = randomBytes(2).toString('hex');
  return inSession(given, workspace, (tools) =>
    startRun({ loaded, plan, options, workspace, suffix }, tools),
  );
}

/** Goes on with an interrupted run and reports it; returns the exit code. */
export async function resume(given: ResumeArguments): Promise<ExitCode> {
  const workspace = resolvePath(given.workspace);
  const campaign = await campaignToResume(workspace, given.run);
  if (campaign?.kind === 'matrix') {
    const { resumeMatrixIn } = await import('./matrix-session.ts');
    return resumeMatrixIn(campaign.folder, given);
  }
  if (campaign?.kind === 'bisection') {
    const { resumeBisectionIn } = await import('./bisect-session.ts');
    return resumeBisectionIn(campaign.folder, given);
  }
  if (campaign?.kind === 'stress') {
    const { resumeStressIn } = await import('./stress-session.ts');
    return resumeStressIn(campaign.folder, given);
  }
  if (campaign?.kind === 'debug') {
    const { resumeDebugIn } = await import('./debug-session.ts');
    return resumeDebugIn(campaign.folder, given);
  }
  const folder =
    given.run === undefined
      ? (await latestRun(workspace, ['interrupted', 'failed'])).folder
      : await findRun(workspace, given.run);
  const record = await readRun(folder);
  const { recipe, variant, options } = record;
  const loaded = recipeOf(recipe);
  const request: VariantRequest = { variant, ...requestOf(options) };
  const plan = await prepare(loaded, request, thisHost(), workspace);
  return inSession(given, workspace, (tools) => resumeRun(record, plan, workspace, tools));
}

async function inSession(
  given: SessionOptions,
  workspace: string,
  campaign: (tools: CampaignTools) => Promise<RunResult>,
): Promise<ExitCode> {
  const trace = traceScreen(given.quiet);
  const emit = multiplex([createTraceReporter(trace)]);
  const result = await withKeeper(workspace, emit, (kept) =>
    campaign({ ...kept, ...given, emit, cwd: process.cwd() }),
  );
  await publish(result, given.json, workspace);
  return result.verdict === 'crashes' ? exitCode.done : exitCode.notReproduced;
}

async function publish(result: RunResult, json: JsonTarget, workspace: string): Promise<void> {
  const screen = resultScreen();
  if (json.to === 'file') await writeJson(json.file, result);
  if (json.to === 'stdout') screen.write(`${JSON.stringify(result, null, 2)}\n`);
  else
    screen.write(
      resultText(result, shownPath(runFolder(workspace, result.run).path), screen.colors),
    );
}
