import { randomBytes, randomInt } from 'node:crypto';
import { resolve as resolvePath } from 'node:path';
import { beginSession } from '../campaigns/begin-session.ts';
import { findDebugger } from '../campaigns/debug/find-debugger.ts';
import { loadRecipe } from '../campaigns/find-recipe.ts';
import { multiplex } from '../campaigns/multiplex.ts';
import { prepare, type VariantRequest } from '../campaigns/prepare.ts';
import { recordedRequest } from '../campaigns/recorded-request.ts';
import { chooseWatch, type AskedWatch } from '../campaigns/watch/choose-watch.ts';
import { runWatch } from '../campaigns/watch/run-watch.ts';
import type { RegisterWatchReport } from '../records/register-watch.ts';
import { watchFolder, type WatchOptions, type WatchRecord } from '../records/watch-record.ts';
import { registerWatchMarkdown } from '../reporters/register-watch-markdown.ts';
import { registerWatchText } from '../reporters/register-watch-text.ts';
import { createTraceReporter } from '../reporters/trace-reporter.ts';
import { watchCsv } from '../reporters/watch-csv.ts';
import { UserError } from '../system/errors.ts';
import { writeJson } from '../system/files.ts';
import { exitCode, type ExitCode } from './exit-codes.ts';
import type { JsonTarget } from './options.ts';
import { defaultRecipe, recipePlaces, shownPath, thisHost } from './places.ts';
import { recordedArguments } from './recorded-arguments.ts';
import { resultScreen, traceScreen } from './screens.ts';
import { packageVersion } from './version.ts';
import { withKeeper } from './with-keeper.ts';

export interface WatchArguments {
  readonly workspace: string;
  readonly json: JsonTarget;
  readonly markdown: boolean;
  readonly quiet: boolean;
  readonly wait: boolean;
  readonly recipe: string | undefined;
  readonly variant: VariantRequest;
  /** Undefined for the platform's own. */
  readonly debugger: string | undefined;
  readonly asked: AskedWatch;
  readonly options: Pick<
    WatchOptions,
    'trials' | 'last' | 'module' | 'timeoutSeconds' | 'stallSeconds'
  >;
  readonly seed: number | undefined;
}

/** Watches registers on the way to the crash and reports the first that was lost; returns the exit code. */
export async function watchRegisters(given: WatchArguments): Promise<ExitCode> {
  const workspace = resolvePath(given.workspace);
  const host = thisHost();
  const loaded = await loadRecipe(given.recipe ?? defaultRecipe(host), recipePlaces());
  const plan = await prepare(loaded, given.variant, host, workspace);
  const { watch, show } = chooseWatch(plan.settings, given.asked);
  const tool = await findDebugger(given.debugger, host.platform);
  if (tool.kind === 'procdump') {
    throw new UserError(
      'ProcDump writes dumps and sets no breakpoints: give --debugger gdb or cdb',
    );
  }
  const record: WatchRecord = {
    schema: 'winrepro/watch/1',
    ...beginSession({
      loaded,
      plan,
      debugger: tool,
      winrepro: packageVersion(),
      argv: recordedArguments(),
      suffix: randomBytes(2).toString('hex'),
    }),
    watch,
    options: {
      ...given.options,
      ...recordedRequest(given.variant),
      jobs: 1,
      seed: given.seed ?? randomInt(1, 2 ** 31),
    },
  };
  const folder = watchFolder(workspace, record.id);
  const emit = multiplex([createTraceReporter(traceScreen(given.quiet))]);
  const report = await withKeeper(workspace, emit, (kept) =>
    runWatch({ record, show, plan }, workspace, {
      ...kept,
      wait: given.wait,
      keepOutput: true,
      emit,
      cwd: process.cwd(),
      textOf: (found) => registerWatchText(found, folder.path, false),
      csvOf: watchCsv,
    }),
  );
  await publish(report, given, shownPath(folder.path));
  return report.change !== null || (watch.across === null && report.trial.outcome === 'crashed')
    ? exitCode.done
    : exitCode.notReproduced;
}

async function publish(
  report: RegisterWatchReport,
  { json, markdown }: WatchArguments,
  folder: string,
): Promise<void> {
  const screen = resultScreen();
  if (json.to === 'file') await writeJson(json.file, report);
  if (json.to === 'stdout') screen.write(`${JSON.stringify(report, null, 2)}\n`);
  else if (markdown) screen.write(registerWatchMarkdown(report));
  else screen.write(registerWatchText(report, folder, screen.colors));
}
