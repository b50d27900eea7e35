import type { MatrixRow } from '../../records/matrix-record.ts';
import type { Recipe, Variant } from '../../recipe/schema.ts';
import { UserError } from '../../system/errors.ts';

/** A row as it is named before its plan tells what is expected of it. */
export type NamedRow = Omit<MatrixRow, 'expected'>;

/**
 * The rows of a matrix: each variant that is asked for, then each of them again in the layouts of so
 * many placebos less one.
 *
 * @param variants names; empty for all of the recipe.
 * @param layouts binaries for each variant, its own included.
 * @throws UserError for an unknown variant, for more layouts than there are placebos.
 */
export function rowsOf(
  recipe: Recipe,
  variants: readonly string[],
  layouts: number,
): readonly NamedRow[] {
  const names = variants.length === 0 ? Object.keys(recipe.variants) : [...new Set(variants)];
  const placebos = Object.keys(recipe.variants).filter(
    (name) => recipe.variants[name]?.role === 'placebo',
  );
  if (layouts - 1 > placebos.length) {
    throw new UserError(
      `--layouts takes at most ${placebos.length + 1} for recipe ${recipe.name}, whose placebos are the other layouts; add placebos to it`,
    );
  }
  const own = names.map((name) => rowOf(recipe, name, null));
  const others = placebos
    .slice(0, layouts - 1)
    .flatMap((placebo) =>
      own.filter(({ role }) => role === null).map(({ variant }) => rowOf(recipe, variant, placebo)),
    );
  return [...own, ...others];
}

/** The recipe with a row among its variants, so that it is resolved as any of them. */
export function withRow(recipe: Recipe, { name, variant, layout }: NamedRow): Recipe {
  if (layout === null) return recipe;
  const [base, placebo] = [recipe.variants[variant], recipe.variants[layout]];
  if (base === undefined || placebo === undefined) return recipe;
  const merged: Variant = {
    ...base,
    defines: [...(base.defines ?? []), ...(placebo.defines ?? [])],
    patches: [...(base.patches ?? []), ...(placebo.patches ?? [])],
  };
  return { ...recipe, variants: { ...recipe.variants, [name]: merged } };
}

function rowOf(recipe: Recipe, variant: string, layout: string | null): NamedRow {
  const settings = Object.hasOwn(recipe.variants, variant) ? recipe.variants[variant] : undefined;
  return {
    name: layout === null ? variant : `${variant}~${layout}`,
    variant,
    layout,
    role: layout === null ? (settings?.role ?? null) : null,
    why: settings?.why ?? '',
    said: settings?.said ?? null,
  };
}
