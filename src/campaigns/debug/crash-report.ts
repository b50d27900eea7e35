import { join, relative, sep } from 'node:path';
import type { Debugger } from '../../evidence/debugger.ts';
import { findingsOf } from '../../evidence/findings.ts';
import { CRASH_REPORT_SCHEMA, type CrashReport } from '../../records/crash-report.ts';
import type { DebugRecord } from '../../records/debug-record.ts';
import { trialPath } from '../../records/run-folder.ts';
import type { TrialRecord } from '../../records/trial-record.ts';
import { exists, fileSize, writeFileAtomically, writeJson } from '../../system/files.ts';
import { instrumentLog } from '../../trial/instrument.ts';
import type { InstrumentedTrial } from './lay-out-instrument.ts';

/**
 * Writes what the debugger saw of a crash, for programs and for people.
 *
 * @param folder of the session.
 * @param textOf the report for people.
 * @returns the report's path relative to the session's folder; null when the debugger saw nothing.
 * @throws EnvironmentError when it cannot be written.
 */
export async function writeCrashReport(
  trial: TrialRecord,
  laidOut: InstrumentedTrial,
  tool: Debugger,
  record: DebugRecord,
  { folder, textOf }: { readonly folder: string; readonly textOf: (report: CrashReport) => string },
): Promise<string | null> {
  const { plan, request, dump } = laidOut;
  const { scene, gaps } = tool.read(await instrumentLog(plan.instrument.log), request);
  if (scene === null) return null;
  const inSession = (path: string): string => relative(folder, path).split(sep).join('/');
  const report: CrashReport = {
    schema: CRASH_REPORT_SCHEMA,
    recipe: record.recipe.name,
    variant: record.variant,
    session: record.id,
    trial: trial.id,
    seed: trial.seed,
    iteration: trial.iteration,
    signature: trial.signature ?? trial.status,
    debugger: { kind: record.debugger.kind, version: record.debugger.version },
    crash: scene,
    stack: trial.stack ?? [],
    findings: findingsOf(scene),
    gaps,
    files: {
      log: inSession(plan.instrument.log),
      dump:
        dump !== null && (await exists(dump))
          ? { file: inSession(dump), bytes: await fileSize(dump) }
          : null,
    },
  };
  const file = `${trialPath(trial.id)}/crash-report`;
  await writeJson(join(folder, `${file}.json`), report);
  await writeFileAtomically(join(folder, `${file}.txt`), textOf(report));
  return `${file}.json`;
}
