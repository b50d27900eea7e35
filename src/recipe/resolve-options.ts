import type { Platform, WatchMode } from './schema.ts';

/** Where and how a variant is to be resolved. */
export interface ResolveOptions {
  /** The platform to run on, or to plan for. */
  readonly platform: Platform;
  /** Absolute path of the recipe file's folder, where its relative paths start. */
  readonly recipeDirectory: string;
  /** What the command line says over the recipe. */
  readonly overrides?: {
    readonly iterations?: number | undefined;
    readonly compilers?: readonly string[] | undefined;
    readonly watch?: WatchMode | undefined;
    /** An interpreter that is there already, in place of the recipe's environment. */
    readonly interpreter?: string | undefined;
    /** Absolute path of a lock of packages. */
    readonly lock?: string | undefined;
    readonly source?: SourceOverride | undefined;
    /** A tag or the 40 digits of a commit, in place of the recipe's own and of what pins that. */
    readonly ref?: string | undefined;
  };
}

/** Where else to take the source from: another repository, or a release archive. */
export type SourceOverride = { readonly repository: string } | { readonly archive: string };
