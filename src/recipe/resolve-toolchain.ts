import { UserError } from '../system/errors.ts';
import { editFlags, flagsOf, type AbsentFlag } from './flags.ts';
import { families, type Family, type Platform, type Recipe, type Variant } from './schema.ts';
import type { FlagSettings, ToolchainSettings } from './settings.ts';

export interface ToolchainRequest {
  readonly variantName: string;
  readonly variant: Variant;
  readonly platform: Platform;
  /** Compilers that the command line names; undefined leaves the choice to the recipe. */
  readonly compilers: readonly string[] | undefined;
}

/**
 * The compilers and the flags of a variant; undefined when the recipe compiles nothing.
 *
 * @throws UserError for a flag to remove that is not there, and where no compiler is named.
 */
export function resolveToolchain(
  recipe: Recipe,
  { variantName, variant, platform, compilers }: ToolchainRequest,
): ToolchainSettings | undefined {
  const { toolchain } = recipe;
  if (toolchain === undefined) return undefined;
  const chosen =
    compilers ??
    (variant.compiler === undefined ? toolchain.compilers[platform] : [variant.compiler]);
  if (chosen === undefined) {
    throw new UserError(
      `recipe ${recipe.name} names no compiler for ${platform}: add toolchain.compilers.` +
        `${platform} to it, or name a compiler on the command line`,
    );
  }
  const edit = (family: Family): Edited =>
    editFlags(flagsOf(toolchain.flags, family, platform), variant.flags ?? {}, family, platform);
  const edited = { gcc: edit('gcc'), clang: edit('clang'), msvc: edit('msvc') };
  refuseAbsent(recipe.name, variantName, platform, edited);
  const withDefines = (family: Family): FlagSettings => {
    const { flags } = edited[family];
    const sign = family === 'msvc' ? '/D' : '-D';
    const defines = (variant.defines ?? []).map((define) => sign + define);
    return { ...flags, compile: [...flags.compile, ...defines] };
  };
  return {
    compilers: chosen,
    flags: { gcc: withDefines('gcc'), clang: withDefines('clang'), msvc: withDefines('msvc') },
    msvc:
      toolchain.msvc === undefined
        ? undefined
        : { ...toolchain.msvc, flagsBy: variant.msvc?.flagsBy ?? toolchain.msvc.flagsBy },
  };
}

interface Edited {
  readonly flags: FlagSettings;
  readonly absent: readonly AbsentFlag[];
}

/**
 * A removal that removes nothing leaves the variant as it was, and a quiet run of it would be taken
 * for evidence. Under `gnu` it is enough that one of the two compilers has the flag.
 */
function refuseAbsent(
  recipe: string,
  variant: string,
  platform: Platform,
  edited: Readonly<Record<Family, Edited>>,
): void {
  for (const family of families) {
    for (const { key, list, flag } of edited[family].absent) {
      const gnu = key === 'gnu' || key.startsWith('gnu@');
      const other = edited[family === 'gcc' ? 'clang' : 'gcc'].absent;
      if (gnu && !other.some((one) => one.key === key && one.list === list && one.flag === flag)) {
        continue;
      }
      throw new UserError(
        `variant ${variant} of recipe ${recipe} removes ${flag}, which is not among the ${list} ` +
          `flags of ${key} on ${platform}: correct variants.${variant}.flags.${key}.${list}.remove`,
      );
    }
  }
}
