import type { DebugRecord } from '../../records/debug-record.ts';
import { listRuns } from '../../records/find-run.ts';
import { readJournal } from '../../records/journal.ts';
import type { TrialRecord } from '../../records/trial-record.ts';
import { EnvironmentError } from '../../system/errors.ts';
import { readProvenance } from '../result-of.ts';

/** Of the newest runs so many are looked at. */
const MOST_RUNS = 50;

/**
 * The trials of the runs in a workspace that ran the very same program of the same variant, without a
 * debugger. Runs that cannot be read are left out.
 */
export async function plainTrialsOfRuns(
  workspace: string,
  record: DebugRecord,
  build: string | null,
): Promise<{ readonly runs: readonly string[]; readonly trials: readonly TrialRecord[] }> {
  const found: { id: string; trials: readonly TrialRecord[] }[] = [];
  if (build === null) return { runs: [], trials: [] };
  const runs = (await listRuns(workspace)).filter(
    ({ recipe, variant }) => recipe === record.recipe.name && variant === record.variant,
  );
  for (const { id, folder } of runs.slice(0, MOST_RUNS)) {
    const provenance = await readProvenance(folder).catch(ignoreDamage);
    if (provenance?.built[0]?.sha256 !== build) continue;
    const { trials } = readJournal(folder.journal);
    if (trials.length > 0) found.push({ id, trials });
  }
  return { runs: found.map(({ id }) => id), trials: found.flatMap(({ trials }) => trials) };
}

function ignoreDamage(error: unknown): null {
  if (error instanceof EnvironmentError) return null;
  throw error;
}
