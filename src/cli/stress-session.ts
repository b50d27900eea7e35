import { randomBytes, randomInt } from 'node:crypto';
import { resolve as resolvePath } from 'node:path';
import { controlVariantOf } from '../campaigns/control-variant.ts';
import { expectedOf } from '../campaigns/expected.ts';
import { loadRecipe, type LoadedRecipe } from '../campaigns/find-recipe.ts';
import type { RowPlans } from '../campaigns/build-rows.ts';
import type { VariantRequest } from '../campaigns/prepare.ts';
import { prepareRows } from '../campaigns/prepare-rows.ts';
import { recipeOf, recordedRecipe } from '../campaigns/recorded-recipe.ts';
import { recordedRequest, requestOf } from '../campaigns/recorded-request.ts';
import { buildHere } from '../campaigns/stress/build-variants.ts';
import { resumeStress, startStress } from '../campaigns/stress/run-stress.ts';
import type { StressTools } from '../campaigns/stress/stress-tools.ts';
import type { CampaignFolder } from '../records/campaign-folder.ts';
import { makeRunId } from '../records/run-folder.ts';
import { readStress, stressFolder } from '../records/stress-folder.ts';
import { STRESS_SCHEMA, type StressRecord } from '../records/stress-record.ts';
import type { StressResult } from '../records/stress-result.ts';
import { createStressReporter } from '../reporters/stress-reporter.ts';
import { nowIso } from '../system/clock.ts';
import { remove } from '../system/files.ts';
import { lockHolder } from '../system/lock.ts';
import { machineName, processorCount } from '../system/machine.ts';
import { recordedArguments } from './recorded-arguments.ts';
import { exitCode, type ExitCode } from './exit-codes.ts';
import type { JsonTarget } from './options.ts';
import { defaultRecipe, recipePlaces, thisHost } from './places.ts';
import { publishStress } from './publish-stress.ts';
import { resultScreen, traceScreen } from './screens.ts';
import { stressLimits } from './stress-options.ts';
import { packageVersion } from './version.ts';
import { withKeeper } from './with-keeper.ts';

interface StressSessionOptions {
  readonly workspace: string;
  readonly json: JsonTarget;
  readonly quiet: boolean;
  readonly wait: boolean;
  readonly keepOutput: boolean;
  /** Where the verdict is posted; undefined for $WINREPRO_NOTIFY. */
  readonly notify?: string | undefined;
}

export interface StressArguments extends StressSessionOptions {
  readonly recipe: string | undefined;
  /** Empty for the positive control. */
  readonly variants: readonly string[];
  readonly machine: string | undefined;
  readonly request: VariantRequest;
  readonly limits: Parameters<typeof stressLimits>[0];
}

/** Runs trials for hours and reports what they came to; returns the exit code. */
export async function stress(given: StressArguments): Promise<ExitCode> {
  const workspace = resolvePath(given.workspace);
  const limits = stressLimits(given.limits, processorCount());
  const loaded = await loadRecipe(given.recipe ?? defaultRecipe(thisHost()), recipePlaces());
  const { recipe } = loaded;
  const names = given.variants.length === 0 ? [controlVariantOf(recipe)] : given.variants;
  const plans = await plansOf(loaded, names, given.request, workspace);
  const createdAt = nowIso();
  const record: StressRecord = {
    schema: STRESS_SCHEMA,
    id: makeRunId({
      createdAt,
      recipe: recipe.name,
      variant: limits.shard === null ? 'stress' : `shard-${limits.shard.index}`,
      suffix: randomBytes(2).toString('hex'),
    }),
    createdAt,
    winrepro: packageVersion(),
    recipe: recordedRecipe(loaded),
    title: recipe.title,
    platform: thisHost().platform,
    machine: given.machine ?? machineName(),
    by: 'machine',
    variants: names.map((name) => {
      const plan = plans.get(name);
      const { role, why } = recipe.variants[name] ?? {};
      return {
        name,
        role: role ?? null,
        why: why ?? '',
        expected: plan === undefined || typeof plan === 'string' ? 'unknown' : expectedOf(plan),
      };
    }),
    earliest: recipe.protocol.earliest ?? null,
    options: {
      ...limits,
      seed: limits.seed ?? randomInt(1, 2 ** 31),
      ...recordedRequest(given.request),
    },
    merged: [],
    argv: recordedArguments(),
  };
  return inSession(given, workspace, (tools) =>
    startStress(record, buildHere(plans), workspace, tools),
  );
}

/** Goes on with a stress run, or ends the pause of one that is at work; returns the exit code. */
export async function resumeStressIn(
  found: CampaignFolder,
  given: StressSessionOptions,
): Promise<ExitCode> {
  const workspace = resolvePath(given.workspace);
  const folder = stressFolder(workspace, found.id);
  if ((await lockHolder(folder.lock)) !== null) {
    await remove(folder.pause);
    resultScreen().write(`${found.id} goes on\n`);
    return exitCode.done;
  }
  const record = await readStress(folder);
  const loaded = recipeOf(record.recipe);
  const names = record.variants.map(({ name }) => name);
  const plans = await plansOf(loaded, names, requestOf(record.options), workspace);
  return inSession(given, workspace, (tools) =>
    resumeStress(record, buildHere(plans), workspace, tools),
  );
}

function plansOf(
  loaded: LoadedRecipe,
  names: readonly string[],
  request: VariantRequest,
  workspace: string,
): Promise<RowPlans> {
  return prepareRows(
    names.map((name) => ({ name, loaded })),
    request,
    thisHost(),
    workspace,
  );
}

async function inSession(
  given: StressSessionOptions,
  workspace: string,
  campaign: (tools: StressTools) => Promise<StressResult>,
): Promise<ExitCode> {
  const emit = createStressReporter(traceScreen(given.quiet));
  const result = await withKeeper(workspace, emit, (kept) =>
    campaign({ ...kept, ...given, emit, cwd: process.cwd() }),
  );
  await publishStress(result, {
    workspace,
    json: given.json,
    notify: given.notify ?? process.env['WINREPRO_NOTIFY'] ?? null,
    environment: process.env,
    signal: new AbortController().signal,
  });
  return stressCode(result);
}

/** Stopped by a guard: what was found stands, and the machine must be looked after. */
function stressCode({ state, verdict }: StressResult): ExitCode {
  if (state !== 'finished') return exitCode.setUpFailed;
  return verdict === 'crashes' ? exitCode.done : exitCode.notReproduced;
}
