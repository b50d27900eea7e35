import { join } from 'node:path';
import { surveyFunctions } from '../../pipeline/defined-functions.ts';
import { parseSet } from '../../search/sets/set-name.ts';
import { EnvironmentError, UserError } from '../../system/errors.ts';
import { exists, readText } from '../../system/files.ts';
import type { Axis, DiscoveryTools } from './axis.ts';
import { layoutsOf, replan, type AxisRequest, type RecipeAxis } from './axis-request.ts';
import { buildPlan } from './build-plan.ts';

/** Which functions of a C file must be optimized for the crash. */
export async function functionsAxis(
  request: AxisRequest,
  axis: Extract<RecipeAxis, { kind: 'functions' }>,
  tools: DiscoveryTools,
): Promise<Axis> {
  const file = request.within ?? axis.file;
  const layouts = layoutsOf(request);
  const { plan: own } = await buildPlan(await layouts.plan(0), tools);
  if (own.toolbox.compiler === null) {
    throw new UserError(
      `recipe ${request.loaded.recipe.name} compiles nothing, so it has no functions to bisect`,
    );
  }
  const path = join(own.tree, file);
  if (!(await exists(path))) {
    throw new UserError(
      `there is no ${file} in the source of recipe ${request.loaded.recipe.name}: name a C file with --in, as its path in the source`,
    );
  }
  const { functions, unclear } = surveyFunctions(await readText(path));
  const names = [...new Set(functions.map(({ name }) => name))].filter(
    (name) => !unclear.some((one) => one.name === name),
  );
  if (names.length === 0) {
    throw new EnvironmentError(
      `${file} defines no function that winrepro understands${unclear.length === 0 ? '' : ` (line ${unclear[0]?.line ?? 0}: ${unclear[0]?.reason ?? ''})`}: name another file with --in`,
    );
  }
  return {
    space: {
      type: 'set',
      implications: [],
      parts: [],
      maxSets: request.maxSets,
      strategy: request.strategy,
    },
    elements: names,
    layouts: layouts.count,
    cheapLayouts: own.settings.build.provider === 'c-program',
    async build({ candidate, layout }, buildTools) {
      const kept = new Set(parseSet(candidate, names.length));
      const off = names.filter((_, index) => !kept.has(index));
      const plan = await layouts.plan(layout);
      if (off.length === 0) return buildPlan(plan, buildTools);
      const patch = {
        name: 'unoptimised',
        why: 'switches the optimization of functions off',
        unoptimise: { edit: 'unoptimise' as const, file, functions: off },
      };
      const settings = { ...plan.settings, patches: [...plan.settings.patches, patch] };
      return buildPlan(await replan(plan, settings, request.workspace), buildTools);
    },
  };
}
