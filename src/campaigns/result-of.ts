import { readJournal } from '../records/journal.ts';
import type { Provenance } from '../records/provenance.ts';
import type { RunResult } from '../records/result.ts';
import type { RunFolder } from '../records/run-folder.ts';
import type { RunRecord } from '../records/run-record.ts';
import { exists, readJson } from '../system/files.ts';
import { buildResult } from './result.ts';
import { resumeCommand } from './shown-commands.ts';

/** Computes the result of a run anew from the files in its folder. Throws EnvironmentError. */
export async function resultOf(
  record: RunRecord,
  folder: RunFolder,
  version: string,
): Promise<RunResult> {
  const provenance = await readProvenance(folder);
  return buildResult({
    run: record,
    journal: readJournal(folder.journal),
    build: provenance?.built[0]?.sha256 ?? null,
    winrepro: version,
    provenance: provenance === null ? null : 'provenance.json',
    resume: resumeCommand(record),
  });
}

/** The provenance of a run; null when it ended before there was one. Throws EnvironmentError. */
export async function readProvenance(folder: RunFolder): Promise<Provenance | null> {
  if (!(await exists(folder.provenance))) return null;
  return (await readJson(folder.provenance)) as Provenance;
}
