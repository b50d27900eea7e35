import type { ResolveOptions } from './resolve-options.ts';
import type { Axis, Environment, Recipe, Variant } from './schema.ts';
import { UserError } from '../system/errors.ts';

export type VersionAxis = Extract<Axis, { kind: 'versions' | 'commits' }>;

/** A recipe in which a variant has another version of something, and what goes with it. */
export interface OtherVersion {
  readonly recipe: Recipe;
  readonly overrides: NonNullable<ResolveOptions['overrides']>;
}

/**
 * Gives a variant one of the versions of an axis: packages of its conda environment, a ref of its
 * source, a compiler, an interpreter, or all that another variant has.
 *
 * @throws UserError for a variant that is not there, and for packages where no environment is made by
 *   conda.
 */
export function withVersion(
  recipe: Recipe,
  variantName: string,
  axis: VersionAxis,
  value: string,
): OtherVersion {
  const variant = variantOf(recipe, variantName);
  const changed = (instead: Variant): OtherVersion => ({
    recipe: { ...recipe, variants: { ...recipe.variants, [variantName]: instead } },
    overrides: {},
  });
  if (axis.kind === 'commits') return { recipe, overrides: { ref: value } };
  switch (axis.of) {
    case 'package':
      return changed({ ...variant, environment: withPackages(recipe, variant, value) });
    case 'ref':
      return { recipe, overrides: { ref: value } };
    case 'compiler':
      return { ...changed({ ...variant, compiler: value }), overrides: { compilers: [value] } };
    case 'interpreter': {
      const environment = {
        provider: 'existing',
        interpreter: value,
        kind: kindOf(recipe, variant),
      } as const;
      return changed({ ...variant, environment });
    }
    case 'variant':
      return changed(variantOf(recipe, value));
  }
}

function variantOf({ name: recipe, variants }: Recipe, name: string): Variant {
  const variant = Object.hasOwn(variants, name) ? variants[name] : undefined;
  if (variant !== undefined) return variant;
  const known = Object.keys(variants).slice(0, 8).join(', ');
  throw new UserError(`recipe ${recipe} has no variant ${name}: name another (${known})`);
}

type Written = Recipe['environment'];

/** What kind of program the environment's interpreter is, where it says so. */
function kindOf(recipe: Recipe, variant: Variant): 'python' | 'other' {
  const kinds = eachPlatform(variant.environment ?? recipe.environment).flatMap((one) =>
    'kind' in one ? [one.kind] : [],
  );
  return kinds[0] ?? 'python';
}

function eachPlatform(written: Written): readonly Environment[] {
  if (written.provider !== 'by-platform') return [written];
  return [written.linux, written.win32, written.darwin].flatMap((one) => one ?? []);
}

/** The variant's environment with other packages on every platform where conda makes it. */
function withPackages(recipe: Recipe, variant: Variant, value: string): Written {
  const written = variant.environment ?? recipe.environment;
  if (!eachPlatform(written).some(({ provider }) => provider === 'conda')) {
    throw new UserError(
      `no environment of recipe ${recipe.name} is made by conda here, so ${value} can be put into none: choose another kind of versions`,
    );
  }
  const specs = value.split(';').map((spec) => spec.trim());
  const edited = <Of extends Environment>(one: Of): Of =>
    one.provider === 'conda'
      ? { ...one, specs: replaced(one.specs, specs), pinned: undefined }
      : one;
  if (written.provider !== 'by-platform') return edited(written);
  const { linux, win32, darwin } = written;
  return {
    ...written,
    ...(linux === undefined ? {} : { linux: edited(linux) }),
    ...(win32 === undefined ? {} : { win32: edited(win32) }),
    ...(darwin === undefined ? {} : { darwin: edited(darwin) }),
  };
}

function replaced(specs: readonly string[], others: readonly string[]): readonly string[] {
  const names = new Set(others.map(packageOf));
  return [...specs.filter((spec) => !names.has(packageOf(spec))), ...others];
}

/** The package that a match spec is about: `conda-forge::pypy3.7=7.3.5=*_4` is about pypy3.7. */
function packageOf(spec: string): string {
  const name = /^(?:[^\s[]*::)?([\w.-]+)/.exec(spec)?.[1] ?? spec;
  return name.toLowerCase();
}
