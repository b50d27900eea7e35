import type { Plan } from '../../pipeline/plan.ts';
import type { StepTools } from '../../pipeline/run-steps.ts';
import type { SearchSpace } from '../../records/bisection-record.ts';
import type { Row } from './row.ts';

/** What an axis of a recipe is on this machine: its elements, and how a candidate is built. */
export interface Axis {
  readonly space: SearchSpace;
  readonly elements: readonly string[];
  /** Layouts that a candidate can be built in, its own included. */
  readonly layouts: number;
  /** Another layout costs little: then layouts are measured without being asked for. */
  readonly cheapLayouts: boolean;
  /** Builds a row, or finds it built. Throws EnvironmentError when it cannot be built. */
  build(row: Row, tools: AxisTools): Promise<BuiltCandidate>;
}

/** What the elements of an axis are found with: some are known only after a build. */
export type DiscoveryTools = Pick<
  StepTools,
  'keeper' | 'environment' | 'signal' | 'undo' | 'onStepStarted'
>;

export interface AxisTools extends DiscoveryTools {
  /** The folder of the bisection. */
  readonly folder: string;
}

export interface BuiltCandidate {
  /** How its trials are run. */
  readonly plan: Plan;
  /** Of all that decides the build. */
  readonly buildKey: string;
  /** A hash of what came out: equal ones are one candidate. Null when nothing is built. */
  readonly binary: string | null;
  /** What the build took when it was made. */
  readonly seconds: number;
  /** Puts it in place before its trials, where candidates share a place. */
  readonly activate?: () => Promise<void>;
}
