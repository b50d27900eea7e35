import type { WorkerEvent } from '../../records/worker-event.ts';
import type { RecipePlaces } from '../find-recipe.ts';
import type { KeptTools } from '../kept-tools.ts';
import type { Host } from '../prepare.ts';

/** What a worker works with. */
export interface WorkerTools extends KeptTools {
  readonly emit: (event: WorkerEvent) => void;
  readonly cwd: string;
  readonly places: RecipePlaces;
  readonly host: Host;
  /** Of Node.js, for the doctor. */
  readonly node: string;
}

export interface WorkerOptions {
  /** In the history and the reports. */
  readonly name: string;
  readonly workspace: string;
  /** Trials at a time. */
  readonly slots: number;
  /** A worker that is silent for so long has lost its trials to others. */
  readonly leaseSeconds: number;
  /** Leave when the first campaign that was joined is over. */
  readonly once: boolean;
}
