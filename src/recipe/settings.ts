import type { Evidence } from './evidence-schema.ts';
import type { MoveFunction, Unoptimise } from './patch-schema.ts';
import type { Protocol } from './protocol.ts';
import type {
  Environment,
  Expectation,
  Family,
  FlagWay,
  Platform,
  Recipe,
  WatchMode,
} from './schema.ts';

/** A unified diff by its absolute path, or an edit of the source. */
export type PatchSettings = { readonly name: string; readonly why: string } & (
  { readonly file: string } | { readonly move: MoveFunction } | { readonly unoptimise: Unoptimise }
);

/** The flags of one family on one platform, each list in the order in which it is typed. */
export interface FlagSettings {
  readonly common: readonly string[];
  readonly compile: readonly string[];
  readonly link: readonly string[];
}

/** The compilers that may build a variant, the first found is taken, and each family's flags. */
export interface ToolchainSettings {
  readonly compilers: readonly string[];
  readonly flags: Readonly<Record<Family, FlagSettings>>;
  readonly msvc?: MsvcSettings | undefined;
}

/** How Visual Studio is found, and how flags reach the cl that a Python's distutils calls. */
export interface MsvcSettings {
  readonly toolsets: readonly string[];
  readonly flagsBy: FlagWay;
  /** The flags in the interpreter's own distutils. */
  readonly shipped?: Pick<FlagSettings, 'compile' | 'link'> | undefined;
}

/**
 * Where the source comes from. Folders are absolute; a release archive (a folder that it was
 * unpacked to, or the file itself) stands in for the repository where the user gives one.
 */
export type SourceSettings =
  | Exclude<Recipe['source'], { provider: 'git' }>
  | (Extract<Recipe['source'], { provider: 'git' }> & { readonly archive: string | null });

export interface ReproducerSettings {
  /**
   * The command as the recipe writes it, its placeholders still unfilled; a first word that names
   * a program with its folder is absolute.
   */
  readonly command: readonly string[];
  /** Absolute path of the template that is rendered into `{script}`. */
  readonly template?: string | undefined;
  readonly iterations: number;
  readonly interpreterOptions: readonly string[];
  /** Appended to the command. */
  readonly arguments: readonly string[];
  readonly parameters: Readonly<Record<string, string | number | boolean>>;
  readonly variables: Readonly<Record<string, string>>;
  readonly watch: WatchMode;
}

/** One variant of a recipe on one platform, with every path absolute: all that a run needs. */
export interface Settings {
  readonly recipe: string;
  readonly variant: string;
  readonly title: string;
  readonly platform: Platform;
  readonly why: string;
  readonly role?: 'positive-control' | 'negative-control' | 'placebo' | undefined;
  readonly expect: Readonly<Record<Family, Expectation>>;
  readonly requires: { readonly processors?: readonly string[] | undefined };
  readonly environment: Environment;
  /** Absolute path of the lock that the environment is made from; null to solve anew. */
  readonly lock: string | null;
  readonly source: SourceSettings;
  readonly toolchain?: ToolchainSettings | undefined;
  readonly patches: readonly PatchSettings[];
  readonly build: Recipe['build'];
  readonly reproducer: ReproducerSettings;
  readonly protocol: Protocol;
  readonly evidence: Evidence;
}
