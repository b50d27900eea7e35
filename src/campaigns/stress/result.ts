import type { JournalScan } from '../../records/journal.ts';
import type { RunTotals } from '../../records/result.ts';
import type { StressFolder } from '../../records/stress-folder.ts';
import type { StressRecord } from '../../records/stress-record.ts';
import { STRESS_RESULT_SCHEMA, type StressResult } from '../../records/stress-result.ts';
import { listFiles } from '../../system/files.ts';
import { againCommand, resumeCommand } from '../shown-commands.ts';
import { readTally, type StressTally } from './tally.ts';
import { variantResult } from './variant-result.ts';
import { createVariantTally } from './variant-tally.ts';

/** Computes the result of a stress run anew from the files in its folder. Throws EnvironmentError. */
export async function stressResultOf(
  record: StressRecord,
  folder: StressFolder,
  version: string,
): Promise<StressResult> {
  const { tally, scan } = readTally(record, folder.journal);
  const provenance = (await listFiles(folder.provenance)).map((name) => `provenance/${name}`);
  return buildStressResult({ record, tally, scan, provenance, version });
}

interface ResultParts {
  readonly record: StressRecord;
  readonly tally: StressTally;
  readonly scan: JournalScan;
  /** Files, relative to the folder. */
  readonly provenance: readonly string[];
  /** The version of winrepro that computes it. */
  readonly version: string;
}

/** The result, from what was asked for and what was journaled, and nothing else. */
export function buildStressResult(parts: ResultParts): StressResult {
  const { record, tally, scan } = parts;
  const { options } = record;
  const { state, reason, at } = tally.end();
  const variants = record.variants.map((variant) =>
    variantResult(
      variant,
      tally.variants.get(variant.name) ?? createVariantTally(),
      tally,
      (seed) => againCommand({ ...record, variant: variant.name }, seed),
    ),
  );
  const totals = sumTotals(variants.map((variant) => variant.totals));
  return {
    schema: STRESS_RESULT_SCHEMA,
    winrepro: parts.version,
    stress: record.id,
    recipe: record.recipe.name,
    title: record.title,
    platform: record.platform,
    machine: record.machine,
    by: record.by,
    createdAt: record.createdAt,
    endedAt: at,
    state,
    reason,
    verdict: totals.crashed > 0 ? 'crashes' : 'inconclusive',
    seed: options.seed,
    jobs: options.jobs,
    shard: options.shard,
    merged: record.merged.map(({ id }) => id),
    seconds: tally.seconds(),
    totals,
    variants,
    pace: paceOf(tally.ends),
    notes: tally.notes,
    journal: { torn: scan.torn, corrupt: scan.corrupt, duplicates: tally.duplicates },
    provenance: parts.provenance,
    resume: state === 'finished' ? null : resumeCommand(record),
  };
}

const MOST_SPANS = 120;

/** Trials a minute in spans of at least a minute, from the first end to the last. */
function paceOf(ends: readonly number[]): readonly number[] {
  let [first, last] = [Infinity, -Infinity];
  for (const end of ends) [first, last] = [Math.min(first, end), Math.max(last, end)];
  const minutes = (last - first) / 60;
  if (!(minutes >= 1)) return [];
  const spans = Math.min(MOST_SPANS, Math.floor(minutes));
  const pace = Array.from({ length: spans }, () => 0);
  for (const end of ends) {
    const place = Math.min(spans - 1, Math.floor((((end - first) / 60) * spans) / minutes));
    pace[place] = (pace[place] ?? 0) + spans / minutes;
  }
  return pace;
}

function sumTotals(all: readonly RunTotals[]): RunTotals {
  const sum = (key: keyof RunTotals): number => all.reduce((total, one) => total + one[key], 0);
  return {
    trials: sum('trials'),
    crashed: sum('crashed'),
    clean: sum('clean'),
    hung: sum('hung'),
    failed: sum('failed'),
    interrupted: sum('interrupted'),
    iterations: sum('iterations'),
    seconds: sum('seconds'),
  };
}
