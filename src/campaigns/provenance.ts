import { flagsOf, patchHash } from '../pipeline/keys.ts';
import type { Plan } from '../pipeline/plan.ts';
import type { StepOutcome } from '../pipeline/run-steps.ts';
import { patchRecordOf } from '../pipeline/steps/patches.ts';
import { versionOf } from '../pipeline/interpreter-version.ts';
import { lockOf } from '../pipeline/environment-place.ts';
import type { Settings } from '../recipe/settings.ts';
import {
  buildProvenance,
  type PatchRecord,
  type Provenance,
  type ProvenanceParts,
} from '../records/provenance.ts';
import type { RunFolder } from '../records/run-folder.ts';
import type { RunRecord } from '../records/run-record.ts';
import { nowIso } from '../system/clock.ts';
import { readJson, readText, writeJson } from '../system/files.ts';
import { describeMachine } from '../system/machine.ts';

/** Writes `provenance.json`: the machine, the tools, the flags and the hashes behind a run. */
export async function writeProvenance(
  record: Pick<RunRecord, 'argv' | 'recipe' | 'variant'>,
  folder: Pick<RunFolder, 'provenance'>,
  plan: Plan,
  steps: readonly StepOutcome[],
  tools: ProvenanceTools,
): Promise<void> {
  await writeJson(folder.provenance, await provenanceOf(record, plan, steps, tools));
}

/** The machine, the tools, the flags and the hashes behind the trials of a variant. */
export async function provenanceOf(
  record: Pick<RunRecord, 'argv' | 'recipe' | 'variant'>,
  plan: Plan,
  steps: readonly StepOutcome[],
  { cwd, environment, version }: ProvenanceTools,
): Promise<Provenance> {
  const { settings, toolbox, steps: planned, place } = plan;
  const { compiler, interpreter } = toolbox;
  const changed = await patchedFiles(plan);
  const patches = settings.patches.map(async (patch) => ({
    name: patch.name,
    sha256: await patchHash(patch, `patches.${patch.name}`),
    files: changed.get(patch.name) ?? [],
  }));
  const parts = {
    machine: await describeMachine(),
    winrepro: version,
    commandLine: ['winrepro', ...record.argv],
    cwd,
    recipe: { name: record.recipe.name, sha256: record.recipe.sha256 },
    variant: record.variant,
    compiler: compiler && {
      path: compiler.path,
      version: compiler.version,
      family: compiler.family,
      toolset: toolbox.msvc?.toolset ?? null,
    },
    interpreter: interpreter && {
      path: interpreter.path,
      version: interpreter.version ?? (await versionOf(interpreter)) ?? '',
    },
    flags: flagsOf(settings, toolbox),
    flagsBy:
      settings.build.provider === 'setup-py'
        ? ((toolbox.msvc && settings.toolchain?.msvc?.flagsBy) ?? null)
        : null,
    patches: await Promise.all(patches),
    lock: place === null ? null : await readText(lockOf(place)).catch(() => null),
    release: releaseOf(settings),
    sources:
      settings.source.provider === 'none'
        ? null
        : (planned.find(({ name }) => name === 'source')?.key ?? null),
    built: steps.flatMap(({ name, stamp }) => (name === 'build' ? (stamp?.outputs ?? []) : [])),
    steps: steps.map(({ name, key, reused }) => ({ name, key, reused })),
  };
  return buildProvenance(parts, nowIso(), environment);
}

function releaseOf({ source }: Settings): ProvenanceParts['release'] {
  if (source.provider !== 'git') return null;
  return { ref: source.ref, from: source.archive ?? source.repository };
}

async function patchedFiles({
  settings,
  folder,
}: Plan): Promise<ReadonlyMap<string, PatchRecord['files']>> {
  if (settings.patches.length === 0) return new Map();
  const { patches } = (await readJson(patchRecordOf(folder))) as {
    readonly patches: readonly Pick<PatchRecord, 'name' | 'files'>[];
  };
  return new Map(patches.map(({ name, files }) => [name, files]));
}

interface ProvenanceTools {
  readonly cwd: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly version: string;
}
