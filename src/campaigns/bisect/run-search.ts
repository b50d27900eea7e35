import type { BatchBegan, JournalEntry } from '../../records/journal-entry.ts';
import type { TrialRecord } from '../../records/trial-record.ts';
import { nowIso } from '../../system/clock.ts';
import { EnvironmentError, InternalError, InterruptedError } from '../../system/errors.ts';
import { runTrial } from '../../trial/run-trial.ts';
import { layOutTrial } from '../lay-out-trial.ts';
import { stopRule } from '../stop-rule.ts';
import type { BuiltCandidate } from './axis.ts';
import { beginBatch } from './begin-batch.ts';
import { beginning } from './beginning.ts';
import type { BisectionTools, BisectionWork } from './bisection-tools.ts';
import { createBuilder } from './build-rows.ts';
import { labelOf } from './labels.ts';
import { createNarrowing } from './narrowing.ts';
import { nextStep, type BisectionEnd } from './next-step.ts';
import { controlRules, standingOf, type StandingKeeper } from './standing.ts';
import { withIterations } from './with-iterations.ts';

/** So many hung trials of a row, and nothing else: it will not tell. */
const HUNG = 3;

/**
 * Builds and tries what the search asks for until it has its answer, the budget is spent or a
 * control fails. Every trial is journaled as it ends; decisions are made between batches only, so
 * that a batch that was cut short is completed first, and the same trials lead to the same answer.
 *
 * @throws EnvironmentError when a control cannot be built or started, InterruptedError at the signal.
 */
export async function runSearch(work: BisectionWork, tools: BisectionTools): Promise<BisectionEnd> {
  const { record, journal, journaled } = work;
  const standing = standingOf(record, journaled.entries);
  const builder = createBuilder(work, tools);
  const narrowing = createNarrowing(record);
  const add = (entry: JournalEntry): void => {
    journal.append(entry);
    standing.add(entry);
  };
  const controls = new Set([controlRules(record).control, controlRules(record).negative]);
  const fail = (row: string, reason: string): void => {
    if (controls.has(row)) throw new EnvironmentError(`${labelOf(record, row)}: ${reason}`);
    add({ type: 'row-failed', at: nowIso(), row, reason });
    tools.emit({ type: 'unbuildable', label: labelOf(record, row), reason });
  };
  for (;;) {
    const now = standing.now();
    if (tools.signal.aborted) {
      throw new InterruptedError(`interrupted after ${now.trials.length} trials`);
    }
    const step = nextStep(record, now, {
      budgetSpent: isSpent(work, now.trials),
      secondsSinceControl: secondsSince(now.assessment.since.at),
    });
    if (step.kind === 'end') return step.end;
    if (step.kind === 'begin') {
      const entry = beginning(record, now, builder.seconds());
      add(entry);
      const { crashes, exposure, build, masked, layouts } = entry;
      const began = { crashes, exposure, buildCost: build, masked, layouts };
      tools.emit({ type: 'search-began', ...began });
      continue;
    }
    const row = step.kind === 'complete' ? step.batch.row : step.row;
    const wasBuilt = now.builds.has(row);
    const built = await builder.build(row, add).catch((error: unknown) => {
      if (!(error instanceof EnvironmentError)) throw error;
      if (controls.has(row)) throw error;
      fail(row, error.message);
      return null;
    });
    if (built === null) continue;
    if (step.kind === 'trials') {
      // A new build may show that the question was answered before: then another one is asked.
      const isAsked = step.purpose === 'screen' || step.purpose === 'certify';
      if (isAsked && !wasBuilt && standing.now().owed === null) continue;
      const { iterations } = built.plan.settings.reproducer;
      add(beginBatch(step, iterations, standing.now(), record));
    }
    const batch = standing.now().open;
    if (batch === null) throw new InternalError('a batch was to be run that never began');
    await runBatch(batch, built, standing, work, tools);
    const reason = hopelessness(row, standing.now().trials);
    if (reason !== null) fail(row, reason);
    if (standing.now().search !== null && !controls.has(row)) {
      const narrowed = narrowing(standing.now());
      if (narrowed !== null) tools.emit(narrowed);
    }
  }
}

async function runBatch(
  { row, first, processes, iterations }: BatchBegan,
  built: BuiltCandidate,
  standing: StandingKeeper,
  work: BisectionWork,
  tools: BisectionTools,
): Promise<void> {
  const { record, folder, journal, workspace, undo } = work;
  const { nextId, ahead } = standing.now();
  const plan = await withIterations(built.plan, iterations, built.buildKey, {
    ...tools,
    workspace,
    undo,
  });
  await built.activate?.();
  // Those that an earlier session has journaled are not run again.
  const ids = Array.from({ length: processes }, (_, index) => first + index).filter(
    (id) => id >= nextId && !ahead.includes(id),
  );
  const options = { ...record.options, variant: row };
  const tryOnce = async (id: number): Promise<void> => {
    const trial = await runTrial(layOutTrial(id, options, folder, plan, tools), {
      keeper: tools.keeper,
      signal: tools.signal,
      onProgress: () => undefined,
    });
    // What we stopped ourselves is no evidence; `resume` runs it again under the same number.
    if (trial.outcome === 'interrupted' && tools.signal.aborted) return;
    journal.append(trial);
    tools.emit({ type: 'trial-ended', label: labelOf(record, row), trial });
    standing.add(trial);
  };
  const results = await Promise.allSettled(ids.map((id) => tryOnce(id)));
  const failed = results.find((result) => result.status === 'rejected');
  if (failed !== undefined) throw failed.reason;
}

/** Why a row will never tell anything; null while it may. */
function hopelessness(row: string, trials: readonly TrialRecord[]): string | null {
  const own = trials.filter(({ variant }) => variant === row);
  const decision = stopRule(own, false);
  if (decision.kind === 'set-up-failed') return decision.reason;
  const recent = own.slice(-HUNG);
  return recent.length === HUNG && recent.every(({ outcome }) => outcome === 'hung')
    ? `${HUNG} trials in a row hung; the last: ${recent.at(-1)?.reason ?? ''}`
    : null;
}

function isSpent(
  { record: { options } }: BisectionWork,
  trials: readonly { readonly seconds: number }[],
): boolean {
  const seconds = trials.reduce((sum, trial) => sum + trial.seconds, 0) / options.jobs;
  return options.budgetSeconds !== null && seconds >= options.budgetSeconds;
}

function secondsSince(at: string | null): number {
  return at === null ? 0 : (Date.parse(nowIso()) - Date.parse(at)) / 1000;
}
