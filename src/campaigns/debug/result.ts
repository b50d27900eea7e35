import { join } from 'node:path';
import type { CrashReport } from '../../records/crash-report.ts';
import type { DebugFolder } from '../../records/debug-folder.ts';
import { instrumentedName, type DebugRecord } from '../../records/debug-record.ts';
import { DEBUG_RESULT_SCHEMA, type DebugResult } from '../../records/debug-result.ts';
import { readJournal } from '../../records/journal.ts';
import type { Provenance } from '../../records/provenance.ts';
import { exists, readJson } from '../../system/files.ts';
import { endOf, signaturesOf, trialResult } from '../result.ts';
import { resumeCommand } from '../shown-commands.ts';
import { instrumentRate } from './instrument-rate.ts';
import { plainTrialsOfRuns } from './plain-runs.ts';
import { sideOf } from './side.ts';

/**
 * The result of a debug session, from its record, its journal and its crash reports; what runs of the
 * same build say of the rate without a debugger is looked up in the workspace. Throws EnvironmentError.
 */
export async function debugResultOf(
  record: DebugRecord,
  folder: DebugFolder,
  workspace: string,
  version: string,
): Promise<DebugResult> {
  const journal = readJournal(folder.journal);
  const trials = [...journal.trials].sort((a, b) => a.id - b.id);
  const label = instrumentedName(record);
  const instrumented = trials.filter(({ variant }) => variant === label);
  const turns = trials.filter(({ variant }) => variant !== label);
  const reports = instrumented.flatMap(({ crashReport }) => crashReport ?? []);
  const [first] = reports;
  const build = await builtHash(folder);
  const { state, reason } = endOf(journal);
  const plain =
    turns.length > 0
      ? { from: 'turns' as const, runs: [], trials: turns }
      : { from: 'runs' as const, ...(await plainTrialsOfRuns(workspace, record, build)) };
  return {
    schema: DEBUG_RESULT_SCHEMA,
    winrepro: version,
    session: record.id,
    recipe: record.recipe.name,
    variant: record.variant,
    title: record.title,
    state,
    reason,
    debugger: record.debugger,
    attached: record.options.attach,
    seed: record.options.seed,
    build,
    crash: first === undefined ? null : ((await readJson(join(folder.path, first))) as CrashReport),
    reports,
    instrumented: sideOf(instrumented),
    signatures: signaturesOf(instrumented),
    rate: plain.trials.length === 0 ? null : instrumentRate(instrumented, plain),
    trials: trials.map((trial) => ({ ...trialResult(trial), variant: trial.variant })),
    journal: { torn: journal.torn, corrupt: journal.corrupt, duplicates: journal.duplicates },
    resume: state === 'finished' ? null : resumeCommand(record),
  };
}

async function builtHash({ provenance }: DebugFolder): Promise<string | null> {
  if (!(await exists(provenance))) return null;
  return ((await readJson(provenance)) as Provenance).built[0]?.sha256 ?? null;
}
