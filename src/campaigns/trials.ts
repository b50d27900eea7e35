import type { Plan } from '../pipeline/plan.ts';
import type { RunEnded } from '../records/journal-entry.ts';
import { readJournal, type Journal } from '../records/journal.ts';
import type { RunFolder } from '../records/run-folder.ts';
import type { RunRecord } from '../records/run-record.ts';
import type { TrialRecord } from '../records/trial-record.ts';
import { InterruptedError } from '../system/errors.ts';
import { runTrial } from '../trial/run-trial.ts';
import { layOutTrial } from './lay-out-trial.ts';
import { resumeCommand } from './shown-commands.ts';
import type { CampaignTools } from './run.ts';
import { nothingGotGoing, stopRule } from './stop-rule.ts';
import { runInOrder } from './trial-loop.ts';

/**
 * Runs the trials that the journal does not hold yet, in the order of their numbers, and journals
 * each as it ends.
 *
 * @returns how the run ended: complete, or with its set-up at fault.
 * @throws InterruptedError when the signal stopped it.
 */
export async function runTrials(
  record: RunRecord,
  folder: RunFolder,
  plan: Plan,
  journal: Journal,
  tools: CampaignTools,
): Promise<RunEnd> {
  const { trials, jobs, untilCrash } = record.options;
  const known = readJournal(folder.journal).trials;
  const done = new Set(known.map(({ id }) => id));
  if (untilCrash && known.some(({ outcome }) => outcome === 'crashed')) return REPRODUCED;
  const ids = Array.from({ length: trials }, (_, index) => index + 1).filter((id) => !done.has(id));
  const session: TrialRecord[] = [];

  await runInOrder(
    ids,
    jobs,
    async (id) => {
      const trialPlan = layOutTrial(
        id,
        { ...record.options, variant: record.variant },
        folder,
        plan,
        tools,
      );
      tools.emit({ type: 'trial-started', id, seed: trialPlan.seed });
      const trial = await runTrial(trialPlan, {
        keeper: tools.keeper,
        signal: tools.signal,
        onProgress: (progress) => {
          tools.emit({ type: 'trial-progress', ...progress });
        },
      });
      // What we stopped ourselves is no evidence; `resume` runs it again under the same number.
      if (trial.outcome === 'interrupted' && tools.signal.aborted) return;
      journal.append(trial);
      session.push(trial);
      tools.emit({ type: 'trial-ended', trial });
    },
    () => tools.signal.aborted || stopRule(session, untilCrash).kind !== 'go-on',
  );

  if (tools.signal.aborted) {
    const total = done.size + session.length;
    throw new InterruptedError(
      `interrupted after ${total} of ${trials} trials; all is saved: \`${resumeCommand(record)}\` goes on`,
    );
  }
  const decision = stopRule(session, untilCrash);
  switch (decision.kind) {
    case 'set-up-failed':
      return { state: 'failed', reason: decision.reason };
    case 'reproduced':
      return REPRODUCED;
    case 'go-on': {
      const nothing = nothingGotGoing([...known, ...session]);
      if (nothing !== null) return { state: 'failed', reason: nothing };
      return {
        state: 'finished',
        reason: `${trials === 1 ? 'the trial' : `all ${trials} trials`} ended`,
      };
    }
  }
}

/** How a run came to its end, in the words of the journal. */
export type RunEnd = Pick<RunEnded, 'state' | 'reason'>;

const REPRODUCED: RunEnd = { state: 'finished', reason: 'the crash was reproduced' };
