import {
  candidatesOf,
  flagElements,
  macroParts,
  withoutElements,
  type FlagElement,
} from '../../pipeline/flag-parts.ts';
import { flagsOf } from '../../pipeline/keys.ts';
import type { Plan } from '../../pipeline/plan.ts';
import type { Settings } from '../../recipe/settings.ts';
import { UserError } from '../../system/errors.ts';
import { parseSet } from '../../search/sets/set-name.ts';
import type { Axis } from './axis.ts';
import { layoutsOf, replan, type AxisRequest, type RecipeAxis } from './axis-request.ts';
import { buildPlan } from './build-plan.ts';

/** Which of the compiler's and the linker's flags the crash needs. */
export async function flagsAxis(
  request: AxisRequest,
  axis: Extract<RecipeAxis, { kind: 'flags' }>,
): Promise<Axis> {
  const layouts = layoutsOf(request);
  const own = await layouts.plan(0);
  const { compiler } = own.toolbox;
  const flags = flagsOf(own.settings, own.toolbox);
  if (compiler === null || flags === null) {
    throw new UserError(
      `recipe ${request.loaded.recipe.name} compiles nothing, so it has no flags to bisect`,
    );
  }
  const candidates = candidatesOf(axis.candidates, compiler.family, own.settings.platform);
  if (candidates.length === 0) {
    throw new UserError(
      `axes.${request.name} of recipe ${request.loaded.recipe.name} has no candidates for ${compiler.family}: add axes.${request.name}.candidates.${compiler.family}`,
    );
  }
  const parts = request.expand ? await macroParts(candidates, compiler) : {};
  const all = flagElements(candidates, flags, compiler.family, parts, request.name);
  const whole = new Set(candidates);
  const elements = request.expand ? all : all.filter(({ name }) => whole.has(name));
  const indexOf = new Map(elements.map(({ name }, index) => [name, index]));
  /** Elements that need others, by their numbers: a part removes nothing when it is switched off. */
  const pairs = (
    which: (element: FlagElement) => boolean,
  ): readonly (readonly [number, number])[] =>
    elements.flatMap((element, index) =>
      (which(element) ? element.needs : []).flatMap((name) => {
        const needed = indexOf.get(name);
        return needed === undefined ? [] : [[index, needed] as const];
      }),
    );
  return {
    space: {
      type: 'set',
      implications: pairs(({ remove }) => remove.length > 0),
      parts: pairs(({ remove }) => remove.length === 0),
      maxSets: request.maxSets,
      strategy: request.strategy,
    },
    elements: elements.map(({ name }) => name),
    layouts: layouts.count,
    cheapLayouts: own.settings.build.provider === 'c-program',
    async build({ candidate, layout }, tools) {
      const kept = new Set(parseSet(candidate, elements.length));
      const off = elements.filter((_, index) => !kept.has(index));
      const plan = await layouts.plan(layout);
      const edited = withFlags(plan, (list) => withoutElements(list, off));
      return buildPlan(await replan(plan, edited, request.workspace), tools);
    },
  };
}

type Flags = NonNullable<ReturnType<typeof flagsOf>>;

/** The settings with the flags of the found compiler edited. */
export function withFlags({ settings, toolbox }: Plan, edit: (flags: Flags) => Flags): Settings {
  const { toolchain } = settings;
  if (toolchain === undefined || toolbox.compiler === null) return settings;
  const { family } = toolbox.compiler;
  const flags = { ...toolchain.flags, [family]: edit(toolchain.flags[family]) };
  return { ...settings, toolchain: { ...toolchain, flags } };
}
