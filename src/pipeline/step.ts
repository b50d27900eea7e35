import type { Action } from './action.ts';

export const stepNames = [
  'environment',
  'source',
  'toolchain',
  'patches',
  'build',
  'reproducer',
] as const;

export type StepName = (typeof stepNames)[number];

/** One stage of the pipeline: what it does, where, and the key of all that its result depends on. */
export interface Step {
  readonly name: StepName;
  /** sha256 over everything that decides the result, the keys of earlier steps included. */
  readonly key: string;
  /**
   * The folder that the step fills. Steps that share a folder are redone together: an interrupted
   * one leaves the folder in no known state. Null for a step that only asks what is there; its
   * questions were asked when the toolbox was found, before the plan was made.
   */
  readonly directory: string | null;
  readonly actions: readonly Action[];
  /**
   * Files that the step makes and later steps rely on; their hashes go into the stamp. A `*` in a
   * file's name stands for any part of it, `{so,pyd}` for one of these; one at least must match.
   */
  readonly outputs: readonly string[];
}
