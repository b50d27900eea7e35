import type { Plan } from '../../pipeline/plan.ts';
import { withVersion } from '../../recipe/versions.ts';
import { hashCanonical } from '../../system/hash.ts';
import type { Axis } from './axis.ts';
import { layoutsOf, type AxisRequest, type Layouts, type RecipeAxis } from './axis-request.ts';
import { buildPlan } from './build-plan.ts';
import { borrowBuild } from './borrow-build.ts';

type VersionsAxis = Extract<RecipeAxis, { kind: 'versions' }>;

/** Which version of something is the first that crashes, or the first that does not. */
export async function versionsAxis(request: AxisRequest, axis: VersionsAxis): Promise<Axis> {
  // From the clean end to the crashing end.
  const values = request.find === 'fix' ? axis.values.toReversed() : axis.values;
  const layouts = new Map<string, Layouts>();
  const layoutsFor = (value: string): Layouts => {
    const known = layouts.get(value) ?? layoutsOf(requestFor(request, axis, value));
    layouts.set(value, known);
    return known;
  };
  const last = values.at(-1) ?? '';
  const planOf = (value: string, layout: number): Promise<Plan> => layoutsFor(value).plan(layout);
  const own = await planOf(last, 0);
  const canBorrow =
    (axis.of === 'package' || axis.of === 'interpreter') &&
    own.settings.build.provider === 'setup-py';
  return {
    space: { type: 'ordered' },
    elements: values,
    layouts: layoutsFor(last).count,
    cheapLayouts: own.settings.build.provider === 'c-program',
    async build({ candidate, layout }, tools) {
      const value = values[Number(candidate)] ?? '';
      const plan = await planOf(value, layout);
      const borrowed =
        canBorrow && value !== last
          ? await borrowBuild(plan, await planOf(last, layout), tools)
          : null;
      const built = borrowed ?? (await buildPlan(plan, tools));
      // The same build under another interpreter, or run in another way, is another candidate.
      const { environment } = keysOf(plan);
      const { reproducer } = plan.settings;
      const binary = hashCanonical({ environment, reproducer, build: built.binary });
      return { ...built, binary };
    },
  };
}

/** Another version is another recipe, or another request. */
function requestFor(request: AxisRequest, axis: VersionsAxis, value: string): AxisRequest {
  const { recipe, overrides } = withVersion(request.loaded.recipe, request.variant, axis, value);
  const { interpreter, ...own } = request.request;
  return {
    ...request,
    loaded: { ...request.loaded, recipe },
    request: {
      ...own,
      ...(axis.of === 'interpreter' ? {} : { interpreter }),
      ...(overrides.ref === undefined ? {} : { ref: overrides.ref }),
      ...(axis.of === 'compiler' ? { compiler: value } : {}),
    },
  };
}

function keysOf({ steps }: Plan): { readonly environment: string } {
  return { environment: steps.find(({ name }) => name === 'environment')?.key ?? '' };
}
