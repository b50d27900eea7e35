import type { Plan } from '../../pipeline/plan.ts';
import type { MatrixRecord } from '../../records/matrix-record.ts';
import type { TrialRecord } from '../../records/trial-record.ts';
import { nowIso } from '../../system/clock.ts';
import { EnvironmentError, InternalError, InterruptedError } from '../../system/errors.ts';
import { runTrial } from '../../trial/run-trial.ts';
import { buildKeys, createBuilder, type RowPlans } from '../build-rows.ts';
import { layOutTrial } from '../lay-out-trial.ts';
import { stopRule } from '../stop-rule.ts';
import { assess, isDecided, type Assessment } from './assessment.ts';
import { createCosts } from './costs.ts';
import { nextTrial, type MatrixEnd } from './next-trial.ts';
import { failedRows, rulesOf } from './result.ts';
import type { MatrixTools, MatrixWork } from './matrix-tools.ts';

/**
 * Builds and tries rows, the most informative next, until each has its verdict, the budget is spent
 * or the control fails. Every trial that ends is journaled before the next is chosen.
 *
 * @throws EnvironmentError when the control cannot be built, InterruptedError at the signal.
 */
export async function runRows(work: MatrixWork, tools: MatrixTools): Promise<MatrixEnd> {
  const { record, journal, journaled } = work;
  const rules = rulesOf(record);
  const trials: TrialRecord[] = [...journaled.trials];
  const failed = new Set(failedRows(journaled).keys());
  const builder = createBuilder({ ...work, keys: buildKeys(journaled.entries) }, tools);
  const costs = createCosts(trials, (row) => iterationsOf(work.plans, row));
  const running = new Map<number, { readonly row: string; readonly ended: Promise<void> }>();
  let assessment = assess(trials, rules);

  const fail = (row: string, reason: string): void => {
    failed.add(row);
    journal.append({ type: 'row-failed', at: nowIso(), row, reason });
    tools.emit({ type: 'row-failed', row, reason });
  };
  for (const [row, plan] of work.plans) {
    if (typeof plan === 'string' && !failed.has(row)) fail(row, plan);
    if (typeof plan !== 'string') failed.delete(row);
  }

  const end = (trial: TrialRecord): void => {
    if (trial.outcome === 'interrupted' && tools.signal.aborted) return;
    journal.append(trial);
    trials.push(trial);
    costs.add(trial);
    tools.emit({ type: 'trial-ended', trial });
    const before = assessment;
    assessment = assess(trials, rules);
    tellVerdicts(before, assessment, failed, tools);
    const own = trials.filter(({ variant }) => variant === trial.variant);
    const decision = stopRule(own, false);
    if (decision.kind !== 'set-up-failed') return;
    // Without its control the matrix has nothing to measure against.
    if (trial.variant === record.control.name) throw new EnvironmentError(decision.reason);
    fail(trial.variant, decision.reason);
  };

  /** What a trial threw, perhaps while another row was being built. */
  const thrown: Error[] = [];
  const keep = (error: unknown): void => {
    thrown.push(error instanceof Error ? error : new InternalError(String(error)));
  };
  const settle = async (): Promise<void> => {
    await Promise.all([...running.values()].map(({ ended }) => ended));
  };
  for (;;) {
    if (tools.signal.aborted || thrown.length > 0) {
      // Every trial that was started is evidence.
      await settle();
      throw thrown[0] ?? new InterruptedError(`interrupted after ${trials.length} trials`);
    }
    const next = nextTrial(assessment, rules, {
      running: [...running.values()].map(({ row }) => row),
      failed,
      iterationsOf: (row) => iterationsOf(work.plans, row),
      costOf: (row) => costs.of(row, builder.isBuilt(row)),
      budgetSpent: isSpent(record, trials),
      secondsSinceControl: secondsSince(assessment.since.at, nowIso()),
    });
    if (next.kind === 'end') return next.end;
    if (next.kind === 'wait' || running.size >= record.options.jobs) {
      await Promise.race([...running.values()].map(({ ended }) => ended));
      continue;
    }
    const plan = await builder.build(next.row).catch((error: unknown) => {
      if (!(error instanceof EnvironmentError) || next.row === record.control.name) {
        keep(error);
      } else {
        fail(next.row, error.message);
      }
      return null;
    });
    if (plan === null) continue;
    const id = freeId(trials, running);
    const ended = tryOnce(id, next.row, plan, work, tools)
      .then(end)
      .catch(keep)
      .finally(() => void running.delete(id));
    running.set(id, { row: next.row, ended });
  }
}

async function tryOnce(
  id: number,
  row: string,
  plan: Plan,
  { record, folder }: MatrixWork,
  tools: MatrixTools,
): Promise<TrialRecord> {
  const trialPlan = layOutTrial(id, { ...record.options, variant: row }, folder, plan, tools);
  return runTrial(trialPlan, {
    keeper: tools.keeper,
    signal: tools.signal,
    onProgress: () => undefined,
  });
}

/** Ids without gaps: one whose trial was lost with a killed winrepro is given again. */
function freeId(trials: readonly TrialRecord[], running: ReadonlyMap<number, unknown>): number {
  const taken = new Set([...trials.map(({ id }) => id), ...running.keys()]);
  let id = 1;
  while (taken.has(id)) id += 1;
  return id;
}

function iterationsOf(plans: RowPlans, row: string): number {
  const plan = plans.get(row);
  return plan === undefined || typeof plan === 'string' ? 1 : plan.settings.reproducer.iterations;
}

function isSpent({ options }: MatrixRecord, trials: readonly TrialRecord[]): boolean {
  const seconds = trials.reduce((sum, trial) => sum + trial.seconds, 0) / options.jobs;
  return options.budgetSeconds !== null && seconds >= options.budgetSeconds;
}

function secondsSince(at: string | null, now: string): number {
  return at === null ? 0 : (Date.parse(now) - Date.parse(at)) / 1000;
}

function tellVerdicts(
  before: Assessment,
  after: Assessment,
  failed: ReadonlySet<string>,
  { emit }: MatrixTools,
): void {
  const open = [...after.verdicts].filter(
    ([row, verdict]) => !isDecided(verdict) && !failed.has(row),
  ).length;
  for (const [row, verdict] of after.verdicts) {
    const was = before.verdicts.get(row)?.kind ?? 'inconclusive';
    const is = verdict?.kind ?? 'inconclusive';
    if (was !== is) emit({ type: 'verdict', row, verdict: is, open });
  }
}
