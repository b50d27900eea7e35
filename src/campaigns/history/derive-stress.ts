import { join } from 'node:path';
import type { Night } from '../../records/night.ts';
import { parseEntry } from '../../records/parse-entry.ts';
import type { Provenance } from '../../records/provenance.ts';
import { readStress, type StressFolder } from '../../records/stress-folder.ts';
import type { StressRecord } from '../../records/stress-record.ts';
import { listFiles } from '../../system/files.ts';
import { readLines } from '../../system/read-lines.ts';
import { readTally, type StressTally } from '../stress/tally.ts';
import type { VariantTally } from '../stress/variant-tally.ts';
import { readWholeProvenance } from './derive-run.ts';
import { hazardRecord } from '../hazard-record.ts';
import { provenanceWords } from './provenance-words.ts';

/**
 * The nights of a stress run, one a variant, and the runs whose trials it took in. Throws
 * EnvironmentError when its files cannot be read.
 */
export async function nightsOfStress(
  folder: StressFolder,
): Promise<{ readonly nights: readonly Night[]; readonly merged: readonly string[] }> {
  const record = await readStress(folder);
  const provenances = await readProvenances(folder);
  const { tally } = readTally(record, folder.journal);
  const watches = watchesOf(record, tally, folder.journal);
  const nights = [...tally.variants].map(([variant, counts]) =>
    nightOf({
      record,
      tally,
      variant,
      counts,
      watch: watches.get(variant) ?? record.options.watch,
      provenances: provenances.filter((one) => one.variant === variant),
    }),
  );
  return { nights, merged: record.merged.map(({ id }) => id) };
}

interface NightParts {
  readonly record: StressRecord;
  readonly tally: StressTally;
  readonly variant: string;
  readonly counts: VariantTally;
  readonly watch: Night['watch'];
  readonly provenances: readonly Provenance[];
}

function nightOf({ record, tally, variant, counts, watch, provenances }: NightParts): Night {
  const { outcomes, signatures, exposure } = counts;
  return {
    campaign: record.id,
    kind: 'stress',
    at: record.createdAt,
    recipe: record.recipe.name,
    variant,
    platform: record.platform,
    machine: record.machine,
    winrepro: record.winrepro,
    // A variant that cannot be built fails alone; the others go on.
    state: tally.failed.has(variant) ? 'failed' : tally.end().state,
    iterations: record.options.iterations,
    watch,
    seeds: counts.seeds,
    builds: buildsOf(tally, variant),
    trials: Object.values(outcomes).reduce((sum, count) => sum + count, 0),
    ...outcomes,
    hazard: hazardRecord({ crashes: outcomes.crashed, exposure }),
    signatures: [...signatures]
      .map(([signature, { count }]) => ({ signature, count }))
      .sort((a, b) => b.count - a.count || (a.signature < b.signature ? -1 : 1)),
    provenance: provenanceWords(provenances),
  };
}

function buildsOf({ builds }: StressTally, variant: string): readonly string[] {
  const hashes = [...builds.values()].map((own) => own.get(variant) ?? null);
  return [...new Set(hashes.filter((hash) => hash !== null))].sort();
}

/** In any folder order: their words are sorted. */
async function readProvenances({ provenance }: StressFolder): Promise<readonly Provenance[]> {
  const files = await listFiles(provenance);
  return Promise.all(
    files
      .filter((name) => name.endsWith('.json'))
      .map((name) => readWholeProvenance(join(provenance, name))),
  );
}

/** How each variant's first trial was watched; the record knows only what the user asked for. */
function watchesOf(
  { options }: StressRecord,
  tally: StressTally,
  journal: string,
): ReadonlyMap<string, Night['watch']> {
  const found = new Map<string, Night['watch']>();
  if (options.watch !== null) return found;
  const tried = [...tally.variants.values()].filter(({ outcomes }) =>
    Object.values(outcomes).some((count) => count > 0),
  ).length;
  for (const { text, complete } of readLines(journal)) {
    if (found.size === tried) break;
    if (!complete || !text.includes('"trial"')) continue;
    const parsed = parseEntry(text);
    if ('problem' in parsed || parsed.entry.type !== 'trial') continue;
    const { variant, watch } = parsed.entry;
    if (tally.variants.has(variant) && !found.has(variant)) found.set(variant, watch);
  }
  return found;
}
