import type { Plan } from '../pipeline/plan.ts';
import { runSteps } from '../pipeline/run-steps.ts';
import type { RunFolder } from '../records/run-folder.ts';
import type { RunRecord } from '../records/run-record.ts';
import { EnvironmentError } from '../system/errors.ts';
import type { UndoLog } from '../system/undo-log.ts';
import { throwResumable } from './journal-work.ts';
import { writeProvenance } from './provenance.ts';
import type { CampaignTools } from './run.ts';
import { stepSummary } from './step-summary.ts';

type Target = Pick<RunRecord, 'id' | 'argv' | 'platform' | 'recipe' | 'variant'>;

/**
 * Builds the one variant of a campaign, or finds it built, and writes down what it was built from.
 * Throws EnvironmentError when a step fails, InterruptedError at the signal.
 */
export async function buildTarget(
  record: Target,
  folder: Pick<RunFolder, 'provenance'>,
  plan: Plan,
  tools: CampaignTools,
  undo: UndoLog,
): Promise<void> {
  for (const message of plan.toolbox.msvc?.warnings ?? []) tools.emit({ type: 'note', message });
  const steps = await runSteps(plan.steps, {
    keeper: tools.keeper,
    environment: tools.environment,
    signal: tools.signal,
    undo,
    onStepProgress: ({ name }, done, of) => {
      tools.emit({ type: 'step-progress', step: name, done, of });
    },
    onStepStarted: ({ name }) => {
      tools.emit({ type: 'step-started', step: name });
    },
    onStepEnded: (step, outcome) => {
      const { name, reused, seconds } = outcome;
      const summary = stepSummary(step, plan);
      tools.emit({ type: 'step-ended', step: name, summary, reused, seconds });
    },
  }).catch((error: unknown) => throwResumable(error, record));
  await writeProvenance(record, folder, plan, steps, tools);
}

/** The key of the last step, which holds all others. */
export function buildKeyOf({ steps }: Plan): string {
  return steps.at(-1)?.key ?? '';
}

/** Throws EnvironmentError when a campaign that goes on would be given another build. */
export function requireSameBuild(what: string, before: string, plan: Plan): void {
  if (before === buildKeyOf(plan)) return;
  throw new EnvironmentError(
    `${what} cannot go on: its sources, flags or compiler are not what they were when ` +
      'it began, and trials of two builds must not be mixed: start a new run',
  );
}
