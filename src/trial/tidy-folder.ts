import { join } from 'node:path';
import { keepTail, removeScratchFolder } from '../system/output-file.ts';
import type { TrialPlan } from './run-trial.ts';

/** Of an interesting trial's output, this much is kept. */
const KEPT_BYTES = 256 * 1024;

/** Leaves the output of a trial that is worth a look; returns whether it did. */
export async function tidyFolder(
  plan: Pick<TrialPlan, 'folder' | 'keepOutput'>,
  output: string,
  clean: boolean,
): Promise<boolean> {
  if (plan.keepOutput) return true;
  if (clean) {
    await removeScratchFolder(join(plan.folder, 'scratch'), output);
    return false;
  }
  await keepTail(output, KEPT_BYTES);
  return true;
}
