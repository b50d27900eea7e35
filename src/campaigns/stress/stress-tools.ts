import type { StressEvent } from '../../records/stress-event.ts';
import type { TrialRecord } from '../../records/trial-record.ts';
import type { KeptTools } from '../kept-tools.ts';

/** What a stress run works with. */
export interface StressTools extends KeptTools {
  readonly emit: (event: StressEvent) => void;
  readonly cwd: string;
}

/** Runs the trials of a stress run: on this machine, or on a fleet of others. */
export interface TrialRunner {
  /** Trials that may be under way at a time, as things stand. */
  capacity(): number;
  /**
   * Runs one trial. When the signal stops it, the record says `interrupted`, or is null when nothing
   * of it is known. Rejects with EnvironmentError when no more trials can be run.
   *
   * @param onEnded hears that the process has ended, so that another may be started while the record
   *   is made; not every runner tells.
   */
  run(
    id: number,
    variant: string,
    signal: AbortSignal,
    onEnded: () => void,
  ): Promise<TrialRecord | null>;
  /** Hears that a trial is in the journal. */
  taken?(id: number): void;
}
