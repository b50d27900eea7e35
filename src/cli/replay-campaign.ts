import { randomBytes } from 'node:crypto';
import { multiplex } from '../campaigns/multiplex.ts';
import { recordedRecipe } from '../campaigns/recorded-recipe.ts';
import {
  replayedRunOptions,
  replayedStressRecord,
  type PreparedReplay,
  type ReplayLimits,
  type ReplayRequest,
} from '../campaigns/replay/prepare-replay.ts';
import type { Archived } from '../campaigns/replay/read-archived.ts';
import { startRun } from '../campaigns/run.ts';
import { buildHere } from '../campaigns/stress/build-variants.ts';
import { startStress } from '../campaigns/stress/run-stress.ts';
import { makeRunId } from '../records/run-folder.ts';
import { createStressReporter } from '../reporters/stress-reporter.ts';
import { createTraceReporter } from '../reporters/trace-reporter.ts';
import { nowIso } from '../system/clock.ts';
import { EnvironmentError, UserError } from '../system/errors.ts';
import { machineName } from '../system/machine.ts';
import { recordedArguments } from './recorded-arguments.ts';
import { traceScreen } from './screens.ts';
import { packageVersion } from './version.ts';
import { withKeeper } from './with-keeper.ts';

/** The user's and the machine's part of a replay. */
export interface ReplayConduct {
  readonly quiet: boolean;
  readonly wait: boolean;
  readonly keepOutput: boolean;
}

interface ReplayToRun {
  readonly archived: Archived;
  readonly prepared: PreparedReplay;
  readonly request: ReplayRequest;
  readonly limits: ReplayLimits;
}

/**
 * Runs again what an archive tells of; returns the id of the run.
 *
 * @throws EnvironmentError when the set-up fails, InterruptedError.
 */
export async function runAgain(replay: ReplayToRun, conduct: ReplayConduct): Promise<string> {
  return replay.archived.kind === 'run'
    ? runOnce(replay, replay.archived, conduct)
    : stressOnce(replay, replay.archived, conduct);
}

async function runOnce(
  { prepared, request, limits }: ReplayToRun,
  { record }: Extract<Archived, { kind: 'run' }>,
  conduct: ReplayConduct,
): Promise<string> {
  const plan = prepared.plans.get(record.variant);
  if (plan === undefined || typeof plan === 'string') {
    throw new EnvironmentError(plan ?? `there is no plan for ${record.variant}`);
  }
  const { lock, loaded } = prepared;
  const { workspace } = request;
  const options = replayedRunOptions(record.options, { plan, lock }, request, limits);
  const emit = multiplex([createTraceReporter(traceScreen(conduct.quiet))]);
  const { run } = await withKeeper(workspace, emit, (kept) =>
    startRun(
      { loaded, plan, options, workspace, suffix: suffix() },
      { ...kept, ...conduct, argv: argvFor(workspace), emit, cwd: process.cwd() },
    ),
  );
  return run;
}

async function stressOnce(
  { prepared, request, limits }: ReplayToRun,
  { record, lastTrial }: Extract<Archived, { kind: 'stress' }>,
  conduct: ReplayConduct,
): Promise<string> {
  if (limits.trials === null && lastTrial === 0) {
    throw new UserError(`${record.id} has no trial to run again: say how many with --trials`);
  }
  const { workspace } = request;
  const createdAt = nowIso();
  const recipe = recordedRecipe(prepared.loaded);
  const again = replayedStressRecord(record, prepared, request, limits, {
    id: makeRunId({ createdAt, recipe: recipe.name, variant: 'replay', suffix: suffix() }),
    createdAt,
    winrepro: packageVersion(),
    recipe,
    machine: machineName(),
    argv: argvFor(workspace),
    lastTrial,
  });
  const emit = createStressReporter(traceScreen(conduct.quiet));
  const { stress } = await withKeeper(workspace, emit, (kept) =>
    startStress(again, buildHere(prepared.plans), workspace, {
      ...kept,
      ...conduct,
      emit,
      cwd: process.cwd(),
    }),
  );
  return stress;
}

/** With the workspace said, as the command that goes on with it needs it. */
function argvFor(workspace: string): readonly string[] {
  const given = recordedArguments();
  return given.some((word) => /^--workspace(=|$)/.test(word))
    ? given
    : [...given, '--workspace', workspace];
}

function suffix(): string {
  return randomBytes(2).toString('hex');
}
