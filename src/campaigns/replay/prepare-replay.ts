import { join } from 'node:path';
import type { Plan } from '../../pipeline/plan.ts';
import { resolveVariant } from '../../recipe/resolve.ts';
import type { SourceOverride } from '../../recipe/resolve-options.ts';
import type { ExportManifest } from '../../records/export-manifest.ts';
import type { RunOptions, RunRecord } from '../../records/run-record.ts';
import type { StressRecord } from '../../records/stress-record.ts';
import { EnvironmentError, UserError } from '../../system/errors.ts';
import type { LoadedRecipe } from '../find-recipe.ts';
import { prepare, type Host, type VariantRequest } from '../prepare.ts';
import { requestOf } from '../recorded-request.ts';
import { replayedRecipe, requireOwnFiles } from './replayed-recipe.ts';

/** An archive that was unpacked, and what the user wants to be other than in it. */
export interface ReplayRequest {
  readonly into: string;
  readonly manifest: ExportManifest;
  readonly workspace: string;
  readonly host: Host;
  readonly compiler: string | undefined;
  readonly interpreter: string | undefined;
  readonly source: SourceOverride | undefined;
}

/** A replay that is laid out: what it will do, variant by variant. */
export interface PreparedReplay {
  readonly loaded: LoadedRecipe;
  /** A text says why a variant cannot be tried on this machine. */
  readonly plans: ReadonlyMap<string, Plan | string>;
  /** The lock that all environments are made from; null for none, or for one each. */
  readonly lock: string | null;
}

/**
 * Lays out what an archive tells of for this machine. Writes nothing.
 *
 * @throws UserError for a recipe that is not the one that ran, or that reaches outside of its archive.
 */
export async function prepareReplay(
  request: ReplayRequest,
  record: Pick<RunRecord | StressRecord, 'recipe'> & {
    readonly options: Parameters<typeof requestOf>[0];
  },
  variants: readonly string[],
): Promise<PreparedReplay> {
  const { into, manifest, workspace, host } = request;
  const loaded = await replayedRecipe(into, manifest, record.recipe);
  const plans = new Map<string, Plan | string>();
  const locks = new Set<string | null>();
  for (const variant of variants) {
    const asked = { ...requestedOf(request, record.options), variant };
    const settings = resolveVariant(loaded.recipe, variant, {
      platform: host.platform,
      recipeDirectory: loaded.directory,
      overrides: { interpreter: asked.interpreter },
    });
    requireOwnFiles(into, settings);
    const lock = settings.environment.provider === 'conda' ? lockOf(request, variant) : undefined;
    locks.add(lock ?? null);
    const plan = await prepare(loaded, { ...asked, lock }, host, workspace).catch(
      (error: unknown) => {
        if (error instanceof EnvironmentError) return error.message;
        throw error;
      },
    );
    plans.set(variant, plan);
  }
  const [lock = null, other] = locks;
  return { loaded, plans, lock: other === undefined ? lock : null };
}

/** What was asked for in the archive, but what the user says; its lock lay on another machine. */
function requestedOf(
  { compiler, interpreter, source }: ReplayRequest,
  options: Parameters<typeof requestOf>[0],
): VariantRequest {
  const recorded = requestOf(options);
  return {
    ...recorded,
    compiler: compiler ?? recorded.compiler,
    interpreter: interpreter ?? recorded.interpreter,
    source: source ?? recorded.source,
    lock: undefined,
  };
}

/** Packages are those of one platform: on another the environment is solved anew. */
function lockOf({ into, manifest, host }: ReplayRequest, variant: string): string | undefined {
  const { locks, platform } = manifest;
  const path = Object.hasOwn(locks, variant) ? locks[variant] : undefined;
  if (path === undefined || platform !== host.platform) return undefined;
  const listed = path.startsWith('locks/') && manifest.files.some((file) => file.path === path);
  if (listed) return join(into, ...path.split('/'));
  throw new UserError(
    `the archive of ${manifest.id} is refused, because it names a lock ${JSON.stringify(path)} that it does not hold: get it again`,
  );
}

/** How a replay differs from what its archive was asked for. */
export interface ReplayLimits {
  /** Null for as many as in the archive. */
  readonly trials: number | null;
  /** Of the first trial. */
  readonly seed: number;
  /** Null for as many as in the archive. */
  readonly jobs: number | null;
}

/** The options of a run that repeats another one. */
export function replayedRunOptions(
  options: RunOptions,
  { plan, lock }: { readonly plan: Plan; readonly lock: string | null },
  request: ReplayRequest,
  { trials, seed, jobs }: ReplayLimits,
): RunOptions {
  const { reproducer } = plan.settings;
  return {
    ...options,
    iterations: reproducer.iterations,
    watch: reproducer.watch,
    trials: trials ?? options.trials,
    jobs: jobs ?? options.jobs,
    seed,
    compiler: request.compiler ?? options.compiler,
    interpreter: request.interpreter ?? options.interpreter,
    source: request.source ?? options.source,
    lock,
  };
}

/**
 * The record of a stress run that repeats another one: its trials by number, however it was ended.
 *
 * @param lastTrial the largest number of a trial in the archive.
 */
export function replayedStressRecord(
  record: StressRecord,
  prepared: PreparedReplay,
  request: ReplayRequest,
  { trials, seed, jobs }: ReplayLimits,
  own: Pick<StressRecord, 'id' | 'createdAt' | 'winrepro' | 'recipe' | 'machine' | 'argv'> & {
    readonly lastTrial: number;
  },
): StressRecord {
  const { lastTrial, ...identity } = own;
  const { options } = record;
  return {
    ...record,
    ...identity,
    platform: request.host.platform,
    by: 'machine',
    merged: [],
    options: {
      ...options,
      forSeconds: null,
      untilCrashes: null,
      trials: trials ?? lastTrial,
      seed,
      jobs: jobs ?? options.jobs,
      compiler: request.compiler ?? options.compiler,
      interpreter: request.interpreter ?? options.interpreter,
      source: request.source ?? options.source,
      lock: prepared.lock,
    },
  };
}
