import type { Debugger } from '../../evidence/debugger.ts';
import type { Plan } from '../../pipeline/plan.ts';
import type { DebugFolder } from '../../records/debug-folder.ts';
import { instrumentedName, type DebugRecord } from '../../records/debug-record.ts';
import type { Journal, JournalReading } from '../../records/journal.ts';
import type { TrialRecord } from '../../records/trial-record.ts';
import { EnvironmentError, InterruptedError } from '../../system/errors.ts';
import { freeBytes } from '../../system/files.ts';
import { runTrial, type TrialPlan } from '../../trial/run-trial.ts';
import type { WorkEnd } from '../journal-work.ts';
import { layOutTrial } from '../lay-out-trial.ts';
import { nothingGotGoing, stopRule } from '../stop-rule.ts';
import { writeCrashReport } from './crash-report.ts';
import { tryAttached } from './try-attached.ts';
import { loadDebugger } from './find-debugger.ts';
import { layOutInstrument } from './lay-out-instrument.ts';
import type { DebugTools } from './run-debug.ts';
import { isInstrumented, nextTrial } from './turns.ts';

/** What one session of a debug campaign works on. */
export interface DebugWork {
  readonly record: DebugRecord;
  readonly folder: DebugFolder;
  readonly plan: Plan;
  readonly journal: Journal;
  readonly journaled: JournalReading;
}

/** The disk must have this much free before a trial that may leave a dump, bytes. */
const FREE_FOR_DUMP = 4 * 1024 * 1024 * 1024;

/**
 * Runs the trials that are left, one after the other, and journals each as it ends, a crash with its
 * report.
 *
 * @throws InterruptedError at the signal, EnvironmentError when the set-up is at fault.
 */
export async function runDebugTrials(work: DebugWork, tools: DebugTools): Promise<WorkEnd> {
  const { record, journal, journaled } = work;
  const tool = await loadDebugger(record.debugger.kind);
  const done: TrialRecord[] = [...journaled.trials];
  const session: TrialRecord[] = [];
  for (;;) {
    if (isStopped(tools)) throw new InterruptedError(`interrupted after ${done.length} trials`);
    const id = nextTrial(done, record.options);
    if (id === null) break;
    const trial = await tryOnce(id, tool, work, tools);
    if (trial.outcome === 'interrupted' && isStopped(tools)) continue;
    journal.append(trial);
    done.push(trial);
    session.push(trial);
    tools.emit({ type: 'trial-ended', trial });
    const decision = stopRule(session, false);
    if (decision.kind === 'set-up-failed') throw new EnvironmentError(decision.reason);
  }
  const nothing = nothingGotGoing(done);
  if (nothing !== null) throw new EnvironmentError(nothing);
  if (record.options.attach) return { state: 'finished', reason: 'the program ended' };
  const seen = done.some(({ crashReport }) => crashReport !== undefined);
  return {
    state: 'finished',
    reason: seen ? 'the debugger saw the crash' : 'all trials ended, and the debugger saw no crash',
  };
}

function isStopped({ signal }: DebugTools): boolean {
  return signal.aborted;
}

async function tryOnce(
  id: number,
  tool: Debugger,
  work: DebugWork,
  tools: DebugTools,
): Promise<TrialRecord> {
  const { record, folder, plan } = work;
  const instrumented = isInstrumented(id, record.options);
  const variant = instrumented ? instrumentedName(record) : record.variant;
  const trialPlan = layOutTrial(id, { ...record.options, variant }, folder, plan, tools);
  tools.emit({ type: 'trial-started', id, seed: trialPlan.seed });
  if (record.options.attach)
    return tryAttached(trialPlan, record.debugger, trialTools(tools), tools);
  if (!instrumented) return runTrial(trialPlan, trialTools(tools));
  return tryInstrumented(trialPlan, tool, work, tools);
}

async function tryInstrumented(
  trialPlan: TrialPlan,
  tool: Debugger,
  { record, folder, plan }: DebugWork,
  tools: DebugTools,
): Promise<TrialRecord> {
  await requireRoomForDump(record, folder.path);
  const { expressions } = plan.settings.evidence;
  const laidOut = await layOutInstrument(trialPlan, tool, record, expressions);
  const trial = await runTrial(laidOut.plan, trialTools(tools));
  if (trial.outcome !== 'crashed') return trial;
  const crashReport = await writeCrashReport(trial, laidOut, tool, record, {
    folder: folder.path,
    textOf: tools.reportText,
  });
  return crashReport === null ? trial : { ...trial, crashReport };
}

function trialTools({ keeper, signal, emit }: DebugTools) {
  return {
    keeper,
    signal,
    onProgress: (progress: { id: number; iteration: number | null; seconds: number }): void => {
      emit({ type: 'trial-progress', ...progress });
    },
  };
}

async function requireRoomForDump({ options }: DebugRecord, folder: string): Promise<void> {
  if (options.dump === 'none') return;
  const free = await freeBytes(folder);
  if (free >= FREE_FOR_DUMP) return;
  throw new EnvironmentError(
    `a dump may need ${FREE_FOR_DUMP / 2 ** 30} GiB and ${folder} has ${(free / 2 ** 30).toFixed(1)} GiB left: free some, or run with --dump none`,
  );
}
