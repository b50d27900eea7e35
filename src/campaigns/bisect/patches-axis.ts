import { join } from 'node:path';
import { joinHunks, separateHunks, type SeparateHunk } from '../../pipeline/diff-hunks.ts';
import type { Plan } from '../../pipeline/plan.ts';
import { resolvePatch } from '../../recipe/resolve-patch.ts';
import type { PatchSettings } from '../../recipe/settings.ts';
import { parseSet } from '../../search/sets/set-name.ts';
import { UserError } from '../../system/errors.ts';
import { makeDirectory, readText, writeFileAtomically } from '../../system/files.ts';
import { sha256Text } from '../../system/hash.ts';
import type { Axis } from './axis.ts';
import { layoutsOf, replan, type AxisRequest, type RecipeAxis } from './axis-request.ts';
import { buildPlan } from './build-plan.ts';

/** Which of several patches clears the crash, or which hunks of one of them. */
export async function patchesAxis(
  request: AxisRequest,
  axis: Extract<RecipeAxis, { kind: 'patches' }>,
): Promise<Axis> {
  return request.within === null
    ? severalPatches(request, axis.candidates)
    : hunksOf(request, request.within);
}

function severalPatches(request: AxisRequest, candidates: readonly string[]): Axis {
  const layouts = layoutsOf(request);
  return {
    space: { type: 'singles' },
    elements: candidates,
    layouts: layouts.count,
    cheapLayouts: false,
    async build({ candidate, layout }, tools) {
      const applied = new Set(parseSet(candidate, candidates.length));
      const patches = candidates
        .filter((_, index) => applied.has(index))
        .map((name) => resolvePatch(request.loaded.recipe, name, request.loaded.directory));
      const plan = await layouts.plan(layout);
      return buildPlan(await withPatches(plan, patches, request.workspace), tools);
    },
  };
}

async function hunksOf(request: AxisRequest, name: string): Promise<Axis> {
  const { recipe, directory } = request.loaded;
  const patch = resolvePatch(recipe, name, directory);
  const hunks = 'file' in patch ? separateHunks(await readText(patch.file)) : null;
  if (hunks === null || hunks.length < 2) {
    throw new UserError(
      `patch ${name} of recipe ${recipe.name} has no hunks that could be applied one without the other: name another with --in`,
    );
  }
  const layouts = layoutsOf(request);
  return {
    space: { type: 'clearing' },
    elements: labels(hunks),
    layouts: layouts.count,
    cheapLayouts: false,
    async build({ candidate, layout }, tools) {
      const chosen = parseSet(candidate, hunks.length).flatMap((index) => hunks[index] ?? []);
      const plan = await layouts.plan(layout);
      if (chosen.length === 0) return buildPlan(plan, tools);
      const file = await keepDiff(joinHunks(chosen), join(tools.folder, 'hunks'));
      const part = { name: `${name}-hunks`, file, why: patch.why };
      return buildPlan(await withPatches(plan, [part], request.workspace), tools);
    },
  };
}

/** Two hunks of one line number are of two files of one name. */
function labels(hunks: readonly SeparateHunk[]): readonly string[] {
  return hunks.map(({ label }, index) =>
    hunks.some((other, at) => at !== index && other.label === label)
      ? `${label}#${index + 1}`
      : label,
  );
}

async function keepDiff(text: string, folder: string): Promise<string> {
  const file = join(folder, `${sha256Text(text).slice(0, 16)}.diff`);
  await makeDirectory(folder);
  await writeFileAtomically(file, text);
  return file;
}

function withPatches(
  plan: Plan,
  patches: readonly PatchSettings[],
  workspace: string,
): Promise<Plan> {
  const settings = { ...plan.settings, patches: [...plan.settings.patches, ...patches] };
  return replan(plan, settings, workspace);
}
