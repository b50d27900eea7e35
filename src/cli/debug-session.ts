import { randomBytes, randomInt } from 'node:crypto';
import { resolve as resolvePath } from 'node:path';
import { beginSession } from '../campaigns/begin-session.ts';
import { findDebugger } from '../campaigns/debug/find-debugger.ts';
import { resumeDebug, startDebug, type DebugTools } from '../campaigns/debug/run-debug.ts';
import { loadRecipe } from '../campaigns/find-recipe.ts';
import { multiplex } from '../campaigns/multiplex.ts';
import { prepare, type VariantRequest } from '../campaigns/prepare.ts';
import { recipeOf } from '../campaigns/recorded-recipe.ts';
import { recordedRequest, requestOf } from '../campaigns/recorded-request.ts';
import type { CampaignFolder } from '../records/campaign-folder.ts';
import { debugFolder, readDebug } from '../records/debug-folder.ts';
import { DEBUG_SCHEMA, type DebugOptions, type DebugRecord } from '../records/debug-record.ts';
import type { DebugResult } from '../records/debug-result.ts';
import { crashReportText } from '../reporters/crash-report-text.ts';
import { debugText } from '../reporters/debug-text.ts';
import { createTraceReporter } from '../reporters/trace-reporter.ts';
import { writeJson } from '../system/files.ts';
import { exitCode, type ExitCode } from './exit-codes.ts';
import type { JsonTarget } from './options.ts';
import { defaultRecipe, recipePlaces, shownPath, thisHost } from './places.ts';
import { recordedArguments } from './recorded-arguments.ts';
import { resultScreen, traceScreen } from './screens.ts';
import { packageVersion } from './version.ts';
import { withKeeper } from './with-keeper.ts';

interface SessionOptions {
  readonly workspace: string;
  readonly json: JsonTarget;
  readonly quiet: boolean;
  readonly wait: boolean;
  readonly keepOutput: boolean;
}

export interface DebugArguments extends SessionOptions {
  readonly recipe: string | undefined;
  readonly variant: VariantRequest;
  /** Undefined for the platform's own. */
  readonly debugger: string | undefined;
  readonly options: Pick<
    DebugOptions,
    'trials' | 'compare' | 'dump' | 'attach' | 'timeoutSeconds' | 'stallSeconds'
  >;
  readonly seed: number | undefined;
}

/** Runs trials under a debugger and reports the crash; returns the exit code. */
export async function debug(given: DebugArguments): Promise<ExitCode> {
  const workspace = resolvePath(given.workspace);
  const host = thisHost();
  const loaded = await loadRecipe(given.recipe ?? defaultRecipe(host), recipePlaces());
  const tool = await findDebugger(given.debugger, host.platform);
  const plan = await prepare(loaded, given.variant, host, workspace);
  const record: DebugRecord = {
    schema: DEBUG_SCHEMA,
    ...beginSession({
      loaded,
      plan,
      debugger: tool,
      winrepro: packageVersion(),
      argv: recordedArguments(),
      suffix: randomBytes(2).toString('hex'),
    }),
    options: {
      ...given.options,
      ...recordedRequest(given.variant),
      jobs: 1,
      seed: given.seed ?? randomInt(1, 2 ** 31),
    },
  };
  return inSession(given, workspace, (tools) => startDebug(record, plan, workspace, tools));
}

/** Goes on with an interrupted debug session and reports it; returns the exit code. */
export async function resumeDebugIn(
  folder: CampaignFolder,
  given: SessionOptions,
): Promise<ExitCode> {
  const workspace = resolvePath(given.workspace);
  const record = await readDebug(folder);
  const request: VariantRequest = { variant: record.variant, ...requestOf(record.options) };
  const plan = await prepare(recipeOf(record.recipe), request, thisHost(), workspace);
  return inSession(given, workspace, (tools) => resumeDebug(record, plan, workspace, tools));
}

async function inSession(
  given: SessionOptions,
  workspace: string,
  campaign: (tools: DebugTools) => Promise<DebugResult>,
): Promise<ExitCode> {
  const emit = multiplex([createTraceReporter(traceScreen(given.quiet))]);
  const result = await withKeeper(workspace, emit, (kept) =>
    campaign({
      ...kept,
      ...given,
      emit,
      cwd: process.cwd(),
      reportText: (report) => crashReportText(report, false),
    }),
  );
  await publish(result, given.json, workspace);
  const seen = result.attached ? result.instrumented.crashed > 0 : result.crash !== null;
  return seen ? exitCode.done : exitCode.notReproduced;
}

async function publish(result: DebugResult, json: JsonTarget, workspace: string): Promise<void> {
  const screen = resultScreen();
  if (json.to === 'file') await writeJson(json.file, result);
  if (json.to === 'stdout') screen.write(`${JSON.stringify(result, null, 2)}\n`);
  else {
    const folder = shownPath(debugFolder(workspace, result.session).path);
    screen.write(debugText(result, folder, screen.colors));
  }
}
