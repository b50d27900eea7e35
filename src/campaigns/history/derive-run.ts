import type { Night } from '../../records/night.ts';
import { PROVENANCE_SCHEMA, type Provenance } from '../../records/provenance.ts';
import type { RunResult, TrialResult } from '../../records/result.ts';
import { readRun, type RunFolder } from '../../records/run-folder.ts';
import { isObject } from '../../records/shape.ts';
import { EnvironmentError } from '../../system/errors.ts';
import { exists, readJson } from '../../system/files.ts';
import { readJournal } from '../../records/journal.ts';
import { buildResult } from '../result.ts';
import { hazardRecord } from '../hazard-record.ts';
import { provenanceWords } from './provenance-words.ts';

/** The night of a run, from its own files. Throws EnvironmentError when they cannot be read. */
export async function nightOfRun(folder: RunFolder): Promise<Night> {
  const record = await readRun(folder);
  const provenance = (await exists(folder.provenance))
    ? await readWholeProvenance(folder.provenance)
    : null;
  const result = buildResult({
    run: record,
    journal: readJournal(folder.journal),
    build: provenance?.built[0]?.sha256 ?? null,
    winrepro: record.winrepro,
    provenance: null,
    resume: '',
  });
  const { trials, crashed, clean, hung, failed, interrupted } = result.totals;
  return {
    campaign: record.id,
    kind: 'run',
    at: record.createdAt,
    recipe: record.recipe.name,
    variant: record.variant,
    platform: record.platform,
    // A run's record does not name its machine.
    machine: '',
    winrepro: record.winrepro,
    state: result.state,
    iterations: record.options.iterations,
    watch: record.options.watch,
    seeds: seedsOf(result.trials),
    builds: result.build === null ? [] : [result.build],
    ...{ trials, crashed, clean, hung, failed, interrupted },
    hazard: hazardRecord({ crashes: crashed, exposure: exposureOf(result.trials) }),
    signatures: result.signatures.map(({ signature, count }) => ({ signature, count })),
    provenance: provenance === null ? {} : provenanceWords([provenance]),
  };
}

function seedsOf(trials: readonly TrialResult[]): Night['seeds'] {
  const seeds = trials.flatMap(({ seed }) => seed ?? []).sort((a, b) => a - b);
  const [first] = seeds;
  return first === undefined ? null : { first, last: seeds.at(-1) ?? first };
}

/** A hung or failed trial may be the crash in another coat: it is no evidence. */
function exposureOf(trials: readonly TrialResult[]): number {
  const evidence: readonly RunResult['trials'][number]['outcome'][] = [
    'crashed',
    'clean',
    'interrupted',
  ];
  return trials
    .filter(({ outcome }) => evidence.includes(outcome))
    .reduce((sum, { exposure }) => sum + exposure.iterations, 0);
}

/** Throws EnvironmentError for a file that is none. */
export async function readWholeProvenance(path: string): Promise<Provenance> {
  const value = await readJson(path);
  if (isObject(value) && value['schema'] === PROVENANCE_SCHEMA) {
    return value as unknown as Provenance;
  }
  throw new EnvironmentError(
    `${path} is no provenance of the schema ${PROVENANCE_SCHEMA}: restore it from a copy, or remove it`,
  );
}
