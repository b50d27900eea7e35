import type { Plan } from '../../pipeline/plan.ts';
import { makePlan } from '../../pipeline/plan.ts';
import type { Recipe } from '../../recipe/schema.ts';
import type { Settings } from '../../recipe/settings.ts';
import { InternalError } from '../../system/errors.ts';
import { DEFAULTS } from '../../statistics/defaults.ts';
import type { LoadedRecipe } from '../find-recipe.ts';
import { withRow } from '../matrix/rows.ts';
import { prepare, type Host, type VariantRequest } from '../prepare.ts';

export type RecipeAxis = Recipe['axes'][string];

/** What an axis is made from. */
export interface AxisRequest {
  readonly loaded: LoadedRecipe;
  /** As the recipe names it. */
  readonly name: string;
  /** The variant that crashes. */
  readonly variant: string;
  readonly request: VariantRequest;
  readonly host: Host;
  readonly workspace: string;
  readonly expand: boolean;
  readonly within: string | null;
  readonly find: 'crash' | 'fix';
  readonly maxSets: number;
  readonly strategy: 'probdd' | 'one';
}

/** The variant in its own layout, and in those that the recipe's placebos give it. */
export interface Layouts {
  readonly count: number;
  /** The plan of the unchanged variant in a layout. */
  plan(layout: number): Promise<Plan>;
}

/** Lays the crashing variant out, once in each layout that is asked for. */
export function layoutsOf({ loaded, variant, request, host, workspace }: AxisRequest): Layouts {
  const { recipe } = loaded;
  const placebos = Object.keys(recipe.variants)
    .filter((name) => recipe.variants[name]?.role === 'placebo')
    .slice(0, DEFAULTS.placebos);
  const plans = new Map<number, Promise<Plan>>();
  const make = (layout: number): Promise<Plan> => {
    const placebo = placebos[layout - 1];
    if (layout === 0) return prepare(loaded, { ...request, variant }, host, workspace);
    if (placebo === undefined) throw new InternalError(`there is no layout ${layout}`);
    const row = { name: `${variant}~${placebo}`, variant, layout: placebo };
    const merged = {
      ...loaded,
      recipe: withRow(recipe, { ...row, role: null, why: '', said: null }),
    };
    return prepare(merged, { ...request, variant: row.name }, host, workspace);
  };
  return {
    count: placebos.length + 1,
    plan(layout) {
      const plan = plans.get(layout) ?? make(layout);
      plans.set(layout, plan);
      return plan;
    },
  };
}

/** The plan with other settings, on the same tools. */
export function replan(plan: Plan, settings: Settings, workspace: string): Promise<Plan> {
  return makePlan(settings, plan.toolbox, plan.place, workspace);
}
