import { join } from 'node:path';
import { monotonicSeconds, nowIso } from '../system/clock.ts';
import { EnvironmentError, InterruptedError } from '../system/errors.ts';
import { exists, remove } from '../system/files.ts';
import type { Keeper } from '../system/keeper.ts';
import { matchFiles } from '../system/match-files.ts';
import type { UndoLog } from '../system/undo-log.ts';
import { performAction } from './perform-action.ts';
import { readStamp, writeStamp, type Stamp } from './stamp.ts';
import type { Step, StepName } from './step.ts';

export interface StepTools {
  readonly keeper: Keeper;
  /** The environment that commands inherit. */
  readonly environment: Readonly<Record<string, string>>;
  readonly signal: AbortSignal;
  /** What has to be put back when the work ends, however it ends. */
  readonly undo: UndoLog;
  readonly onStepProgress?: (step: Step, done: number, of: number | null) => void;
  readonly onStepStarted?: (step: Step) => void;
  readonly onStepEnded?: (step: Step, outcome: StepOutcome) => void;
}

export interface StepOutcome {
  readonly name: StepName;
  readonly key: string;
  /** Found finished from an earlier run. */
  readonly reused: boolean;
  readonly seconds: number;
  readonly stamp: Stamp | null;
}

/**
 * Runs the steps in their order and skips those whose stamp matches their key. A folder with an
 * unfinished step is emptied, and all of its steps are redone.
 *
 * @throws EnvironmentError when a step fails, InterruptedError when the signal stops it; neither
 *   leaves a stamp.
 */
export async function runSteps(
  steps: readonly Step[],
  tools: StepTools,
): Promise<readonly StepOutcome[]> {
  const finished = await finishedFolders(steps);
  for (const folder of new Set(steps.map((step) => step.directory))) {
    if (folder !== null && !finished.has(folder)) await remove(folder);
  }
  const outcomes: StepOutcome[] = [];
  for (const step of steps) {
    if (tools.signal.aborted) throw new InterruptedError(`interrupted before step ${step.name}`);
    tools.onStepStarted?.(step);
    const outcome =
      step.directory === null || finished.has(step.directory)
        ? await reused(step)
        : await runStep(step, step.directory, tools);
    tools.onStepEnded?.(step, outcome);
    outcomes.push(outcome);
  }
  return outcomes;
}

async function finishedFolders(steps: readonly Step[]): Promise<ReadonlySet<string>> {
  const finished = new Set(steps.flatMap(({ directory }) => directory ?? []));
  for (const step of steps) {
    if (step.directory !== null && (await readStamp(step)) === null)
      finished.delete(step.directory);
  }
  return finished;
}

async function reused(step: Step): Promise<StepOutcome> {
  return { name: step.name, key: step.key, reused: true, seconds: 0, stamp: await readStamp(step) };
}

async function runStep(step: Step, directory: string, tools: StepTools): Promise<StepOutcome> {
  const startedAt = monotonicSeconds();
  const log = join(directory, 'logs', `${step.name}.log`);
  const onProgress = (done: number, of: number | null): void =>
    tools.onStepProgress?.(step, done, of);
  for (const action of step.actions) await performAction(action, { ...tools, log, onProgress });
  for (const output of step.outputs) {
    const made = await matchFiles(output);
    if (made.length > 0 && (await allExist(made))) continue;
    throw new EnvironmentError(
      `step ${step.name} ended well but did not make ${output}: mend the recipe's build section; its log is ${log}`,
    );
  }
  const seconds = monotonicSeconds() - startedAt;
  const stamp = await writeStamp(step, nowIso(), seconds);
  return { name: step.name, key: step.key, reused: false, seconds, stamp };
}

async function allExist(files: readonly string[]): Promise<boolean> {
  for (const file of files) {
    if (!(await exists(file))) return false;
  }
  return true;
}
