import { isAbsolute, join, relative, sep } from 'node:path';
import type { Debugger } from '../../evidence/debugger.ts';
import { findingsOf } from '../../evidence/findings.ts';
import { readMinidump, type MinidumpReading } from '../../evidence/minidump/minidump.ts';
import { CRASH_REPORT_SCHEMA, type CrashReport } from '../../records/crash-report.ts';
import type { DebugRecord } from '../../records/debug-record.ts';
import { trialPath } from '../../records/run-folder.ts';
import type { TrialRecord } from '../../records/trial-record.ts';
import { openFileBytes } from '../../system/file-bytes.ts';
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
  const { plan, request } = laidOut;
  const reading = tool.read(await instrumentLog(plan.instrument.log), request);
  const dump = await writtenDump(reading.dump ?? laidOut.dump, plan.folder);
  const read = reading.scene === null && dump !== null ? readDump(dump) : reading;
  const { scene } = read;
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
    gaps: [...new Set([...reading.gaps, ...read.gaps])],
    files: {
      log: inSession(plan.instrument.log),
      dump: dump === null ? null : { file: inSession(dump), bytes: await fileSize(dump) },
    },
  };
  const file = `${trialPath(trial.id)}/crash-report`;
  await writeJson(join(folder, `${file}.json`), report);
  await writeFileAtomically(join(folder, `${file}.txt`), textOf(report));
  return `${file}.json`;
}

/** A debugger's output may name any file as its dump; only one in the trial's own folder is taken. */
async function writtenDump(dump: string | null, folder: string): Promise<string | null> {
  if (dump === null) return null;
  const inside = relative(folder, dump);
  const isOurs = !inside.startsWith('..') && !isAbsolute(inside);
  return isOurs && (await exists(dump)) ? dump : null;
}

/** What a dump alone tells, for a debugger that tells no more or was ended before it did. */
function readDump(path: string): MinidumpReading {
  const file = openFileBytes(path);
  try {
    return readMinidump(file);
  } finally {
    file.close();
  }
}
