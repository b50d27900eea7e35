import { randomBytes, randomInt } from 'node:crypto';
import { resolve as resolvePath } from 'node:path';
import { controlVariantOf } from '../campaigns/control-variant.ts';
import { loadRecipe, type LoadedRecipe } from '../campaigns/find-recipe.ts';
import type { VariantRequest } from '../campaigns/prepare.ts';
import { recipeOf, recordedRecipe } from '../campaigns/recorded-recipe.ts';
import { recordedRequest, requestOf } from '../campaigns/recorded-request.ts';
import { resumeStress, startStress } from '../campaigns/stress/run-stress.ts';
import type { StressTools } from '../campaigns/stress/stress-tools.ts';
import type { Platform } from '../recipe/schema.ts';
import type { CampaignFolder } from '../records/campaign-folder.ts';
import { makeRunId } from '../records/run-folder.ts';
import { readStress, stressFolder } from '../records/stress-folder.ts';
import { STRESS_SCHEMA, type StressRecord } from '../records/stress-record.ts';
import type { StressResult } from '../records/stress-result.ts';
import { createStressReporter } from '../reporters/stress-reporter.ts';
import { nowIso } from '../system/clock.ts';
import { UserError } from '../system/errors.ts';
import { remove } from '../system/files.ts';
import { connectFleet, type FleetConnection } from '../system/fleet-connection.ts';
import { lockHolder } from '../system/lock.ts';
import { machineName, processorCount } from '../system/machine.ts';
import { exitCode, type ExitCode } from './exit-codes.ts';
import type { JsonTarget } from './options.ts';
import { defaultRecipe, recipePlaces, thisHost } from './places.ts';
import { publishStress } from './publish-stress.ts';
import { DEFAULT_PREFIX, queueAddress } from './queue-options.ts';
import { recordedArguments } from './recorded-arguments.ts';
import { resultScreen, traceScreen } from './screens.ts';
import { groundHere, groundOfFleet, type StressGround } from './stress-ground.ts';
import { notifyAddress, stressLimits } from './stress-options.ts';
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
  /** The Redis of a fleet; undefined for none, empty for $WINREPRO_QUEUE. */
  readonly queue?: string | undefined;
  readonly queuePrefix?: string | undefined;
}

export interface StressArguments extends StressSessionOptions {
  readonly recipe: string | undefined;
  /** Empty for the positive control. */
  readonly variants: readonly string[];
  readonly machine: string | undefined;
  /** Of the workers of a fleet. */
  readonly platform: Platform | undefined;
  readonly request: VariantRequest;
  readonly limits: Parameters<typeof stressLimits>[0];
}

/** Runs trials for hours and reports what they came to; returns the exit code. */
export async function stress(given: StressArguments): Promise<ExitCode> {
  const workspace = resolvePath(given.workspace);
  const limits = stressLimits(given.limits, processorCount());
  const loaded = await loadRecipe(given.recipe ?? defaultRecipe(thisHost()), recipePlaces());
  const variants = given.variants.length === 0 ? [controlVariantOf(loaded.recipe)] : given.variants;
  const asked = { loaded, variants, request: given.request, workspace };
  const platform = given.platform ?? thisHost().platform;
  if (given.platform !== undefined && given.queue === undefined) {
    throw new UserError(
      '--platform is that of the workers of a fleet: give --queue too, or leave it out',
    );
  }
  requireWebAddress(notifyAddress(given.notify));
  const url = given.queue === '' ? queueAddress(undefined) : (given.queue ?? null);
  if (given.queue === '' && url === null) {
    throw new UserError(
      '--queue without an address takes it from WINREPRO_QUEUE, which is not set',
    );
  }
  return inSession(given, workspace, url, async (fleet, tools) => {
    const ground = fleet === null ? await groundHere(asked) : groundOfFleet(asked, platform, fleet);
    const record = recordOf(given, limits, loaded, variants, ground);
    return startStress(record, await ground.makeRunner(record), workspace, tools);
  });
}

function recordOf(
  { machine, request }: StressArguments,
  limits: ReturnType<typeof stressLimits>,
  loaded: LoadedRecipe,
  variants: readonly string[],
  ground: StressGround,
): StressRecord {
  const createdAt = nowIso();
  const { name: recipe, title, protocol, variants: all } = loaded.recipe;
  return {
    schema: STRESS_SCHEMA,
    id: makeRunId({
      createdAt,
      recipe,
      variant: limits.shard === null ? 'stress' : `shard-${limits.shard.index}`,
      suffix: randomBytes(2).toString('hex'),
    }),
    createdAt,
    winrepro: packageVersion(),
    recipe: recordedRecipe(loaded),
    title,
    platform: ground.platform,
    machine: machine ?? (ground.by === 'fleet' ? 'fleet' : machineName()),
    by: ground.by,
    variants: variants.map((name) => ({
      name,
      role: all[name]?.role ?? null,
      why: all[name]?.why ?? '',
      expected: ground.expected(name),
    })),
    earliest: protocol.earliest ?? null,
    options: {
      ...limits,
      seed: limits.seed ?? randomInt(1, 2 ** 31),
      ...recordedRequest(request),
    },
    merged: [],
    argv: recordedArguments(),
  };
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
  const asked = {
    loaded: recipeOf(record.recipe),
    variants: record.variants.map(({ name }) => name),
    request: requestOf(record.options),
    workspace,
  };
  const url = record.by === 'fleet' ? queueAddress(given.queue) : null;
  if (record.by === 'fleet' && url === null) {
    throw new UserError(
      `${record.id} was run by a fleet: give its Redis with --queue, or set WINREPRO_QUEUE`,
    );
  }
  return inSession(given, workspace, url, async (fleet, tools) => {
    const ground =
      fleet === null
        ? await groundHere(asked)
        : groundOfFleet(asked, record.platform as Platform, fleet);
    return resumeStress(record, await ground.makeRunner(record), workspace, tools);
  });
}

/** @param url of the fleet's Redis; null for this machine. */
async function inSession(
  given: StressSessionOptions,
  workspace: string,
  url: string | null,
  campaign: (fleet: FleetConnection | null, tools: StressTools) => Promise<StressResult>,
): Promise<ExitCode> {
  const emit = createStressReporter(traceScreen(given.quiet));
  const result = await withKeeper(workspace, emit, async (kept) => {
    const onNote = (message: string): void => {
      emit({ type: 'note', message });
    };
    const prefix = given.queuePrefix ?? DEFAULT_PREFIX;
    const fleet = url === null ? null : await connectFleet(url, prefix, onNote);
    try {
      return await campaign(fleet, { ...kept, ...given, emit, cwd: process.cwd() });
    } finally {
      await fleet?.close();
    }
  });
  await publishStress(result, {
    workspace,
    json: given.json,
    notify: notifyAddress(given.notify),
    environment: process.env,
    signal: new AbortController().signal,
  });
  return stressCode(result);
}

/** Told now and not in the morning. Throws UserError without quoting it: it may be a secret. */
function requireWebAddress(address: string | null): void {
  if (address === null || address === '') return;
  const url = URL.canParse(address) ? new URL(address) : null;
  if (url !== null && ['http:', 'https:'].includes(url.protocol)) return;
  throw new UserError(
    '--notify (or WINREPRO_NOTIFY) takes an http or https address, such as https://hooks.example.org/...',
  );
}

/** Stopped by a guard: what was found stands, and the machine must be looked after. */
function stressCode({ state, verdict }: StressResult): ExitCode {
  if (state !== 'finished') return exitCode.setUpFailed;
  return verdict === 'crashes' ? exitCode.done : exitCode.notReproduced;
}
