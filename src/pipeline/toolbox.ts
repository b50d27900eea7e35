import type { Compiler } from '../system/compilers.ts';
import type { CondaClient } from '../system/conda.ts';
import type { Msvc } from '../system/msvc.ts';

/** The interpreter that a recipe's environment provides. */
export interface Interpreter {
  readonly path: string;
  readonly kind: 'python' | 'other';
  /** The first line that it prints of itself; null when it was not asked (a plan for elsewhere). */
  readonly version: string | null;
  /** Folders in front of PATH when it is run: an environment that nobody activates. */
  readonly folders: readonly string[];
}

/** What the steps work with, found on this machine or assumed for a plan of another. */
export interface Toolbox {
  /** Null when the recipe has no toolchain. */
  readonly compiler: Compiler | null;
  readonly interpreter: Interpreter | null;
  /** Null when the environment needs none. */
  readonly conda: CondaClient | null;
  /** Visual Studio's tools; null where another compiler is used, or cl was found on PATH. */
  readonly msvc: Msvc | null;
  /** How many files a build may compile at a time. */
  readonly processors: number;
}
