import type { StressEvent } from '../../records/stress-event.ts';
import type { TrialRecord } from '../../records/trial-record.ts';
import type { Keeper } from '../../system/keeper.ts';

/** What a stress run works with. */
export interface StressTools {
  readonly keeper: Keeper;
  readonly signal: AbortSignal;
  readonly emit: (event: StressEvent) => void;
  /** The environment that children start from. */
  readonly environment: Readonly<Record<string, string>>;
  readonly version: string;
  readonly cwd: string;
  /** The arguments that winrepro was started with, without secrets. */
  readonly argv: readonly string[];
  /** Wait for another winrepro in the same workspace, or say who holds it and leave. */
  readonly wait: boolean;
  readonly keepOutput: boolean;
}

/** Runs the trials of a stress run: on this machine, or on a fleet of others. */
export interface TrialRunner {
  /** Trials that may be under way at a time, as things stand. */
  capacity(): number;
  /**
   * Runs one trial. When the signal stops it, the record says `interrupted`, or is null when nothing
   * of it is known. Rejects with EnvironmentError when no more trials can be run.
   */
  run(id: number, variant: string, signal: AbortSignal): Promise<TrialRecord | null>;
  /** Hears that a trial is in the journal. */
  taken?(id: number): void;
}
