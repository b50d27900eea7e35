import type { Keeper } from '../system/keeper.ts';

/** What everything that runs trials works with. */
export interface KeptTools {
  readonly keeper: Keeper;
  /** Aborted when the user wants it to stop. */
  readonly signal: AbortSignal;
  /** The environment that children start from. */
  readonly environment: Readonly<Record<string, string>>;
  readonly version: string;
  /** The arguments that winrepro was started with, without secrets. */
  readonly argv: readonly string[];
  /** Wait for another winrepro in the same workspace, or say who holds it and leave. */
  readonly wait: boolean;
  /** Keep the whole output of every trial. */
  readonly keepOutput: boolean;
}
