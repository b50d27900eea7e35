import { basename } from 'node:path';
import type { RunFolder } from '../../records/run-folder.ts';
import type { RunRecord } from '../../records/run-record.ts';
import { STRESS_SCHEMA, type StressRecord } from '../../records/stress-record.ts';
import type { StressResult } from '../../records/stress-result.ts';
import { readProvenance } from '../result-of.ts';
import { buildStressResult } from './result.ts';
import { readTally } from './tally.ts';

/** A run as the stress run of one variant that it is, so that the same reports tell of it. */
function runAsStress(run: RunRecord, title: string): StressRecord {
  const { options, variant, expected } = run;
  return {
    schema: STRESS_SCHEMA,
    id: run.id,
    createdAt: run.createdAt,
    winrepro: run.winrepro,
    recipe: run.recipe,
    title,
    platform: run.platform,
    // A run does not know the name of its machine; its provenance tells what it is.
    machine: 'this machine',
    by: 'machine',
    variants: [{ name: variant, role: null, why: '', expected }],
    earliest: null,
    options: {
      ...options,
      forSeconds: null,
      untilCrashes: options.untilCrash ? 1 : null,
      shard: null,
      keepBytes: 0,
      leastDiskBytes: 0,
      leastMemoryBytes: 0,
    },
    merged: [],
    argv: run.argv,
  };
}

/** The result of a run in the form of a stress run's. Throws EnvironmentError. */
export async function runResultAsStress(
  run: RunRecord,
  folder: RunFolder,
  title: string,
  version: string,
): Promise<StressResult> {
  const record = runAsStress(run, title);
  const { tally, scan } = readTally(record, folder.journal);
  const provenance = await readProvenance(folder);
  tally.add({
    type: 'row-built',
    at: run.createdAt,
    row: run.variant,
    buildKey: run.buildKey,
    sha256: provenance?.built[0]?.sha256 ?? null,
    seconds: 0,
  });
  return buildStressResult({
    record,
    tally,
    scan,
    provenance: provenance === null ? [] : [basename(folder.provenance)],
    version,
  });
}
