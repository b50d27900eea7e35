import { openJournal } from '../../../src/records/journal.ts';
import type { JournalEntry } from '../../../src/records/journal-entry.ts';
import type { StressFolder } from '../../../src/records/stress-folder.ts';
import type { Shard, StressOptions, StressRecord } from '../../../src/records/stress-record.ts';
import type { TrialRecord } from '../../../src/records/trial-record.ts';
import { makeDirectory, writeJson } from '../../../src/system/files.ts';
import { createTally, type StressTally } from '../../../src/campaigns/stress/tally.ts';
import { dueTrials } from '../../../src/campaigns/stress/trial-ids.ts';
import { exponentialDraw, seededRandom } from '../../../src/statistics/random.ts';
import { crashRecord, runRecord, trialRecord } from '../../records/samples.ts';

/** A stress run of two variants, 12 trials and seed 7, but for what is given. */
export function stressRecord(
  changes: Partial<Omit<StressRecord, 'options'>> & {
    readonly options?: Partial<StressOptions>;
  } = {},
): StressRecord {
  return {
    schema: 'winrepro/stress/1',
    id: '20261124-234501-control-stress-4f2a',
    createdAt: '2026-11-24T23:45:01.123Z',
    winrepro: '0.1.0',
    recipe: runRecord().recipe,
    title: 'A struct that a collection clears',
    platform: 'linux-x64',
    machine: 'lab-1',
    by: 'machine',
    variants: ['optimized', 'O0'].map((name) => ({
      name,
      role: null,
      why: `what ${name} is`,
      expected: 'unknown',
    })),
    earliest: null,
    merged: [],
    argv: ['stress', 'control'],
    ...changes,
    options: {
      forSeconds: null,
      trials: 12,
      untilCrashes: null,
      jobs: 2,
      timeoutSeconds: null,
      stallSeconds: 60,
      seed: 7,
      iterations: null,
      watch: null,
      compiler: null,
      interpreter: null,
      lock: null,
      source: null,
      shard: null,
      keepBytes: 1e9,
      leastDiskBytes: 0,
      leastMemoryBytes: 0,
      ...changes.options,
    },
  };
}

/** The shard of a stress run, on a machine of its own. */
export function shardRecord(whole: StressRecord, { index, count }: Shard): StressRecord {
  return {
    ...whole,
    id: `20261124-23450${index}-control-shard-${index}-000${index}`,
    createdAt: `2026-11-24T23:45:0${index}.000Z`,
    machine: `lab-${index}`,
    options: { ...whole.options, shard: { index, count } },
  };
}

const START = Date.UTC(2026, 10, 24, 23, 45);

/**
 * The trial of a number in a world in which `optimized` crashes in one of two ways, now and then hangs,
 * and all others are clean: it follows from the seed alone.
 */
export function trialOf({ options }: StressRecord, id: number, variant: string): TrialRecord {
  const seed = options.seed + id - 1;
  const random = seededRandom(seed);
  const limit = 50_000;
  const at = variant === 'optimized' ? Math.ceil(exponentialDraw(random, 30_000)) : Infinity;
  const lived = Math.min(at, limit);
  const common = {
    ...{ variant, seed, iteration: lived - 1, seconds: lived / 10_000 },
    startedAt: new Date(START + id * 1000).toISOString(),
    exposure: { iterations: lived, seconds: lived / 10_000, minorCollections: null },
  };
  const lot = random();
  if (lot < 0.05) {
    const reason = 'no progress for 60 s';
    return trialRecord(id, { ...common, outcome: 'hung', status: 'SIGKILL', reason });
  }
  if (at > limit) {
    const output = { ...trialRecord(id).output, file: null };
    return trialRecord(id, { ...common, output });
  }
  const file = `trials/${String(id).padStart(6, '0')}/output.txt`;
  return crashRecord(id, {
    ...common,
    signature: lot < 0.7 ? 'SIGSEGV after 14' : 'SIGABRT after 16',
    output: { ...crashRecord(id).output, file },
  });
}

/** All trials of a stress run, or of its shard, in their order. */
export function trialsOf(record: StressRecord): readonly TrialRecord[] {
  const variants = record.variants.map(({ name }) => name);
  return [...dueTrials({ ...record.options, variants })].map(({ id, variant }) =>
    trialOf(record, id, variant),
  );
}

/** A journal of one session that came to its end. */
export function wholeSession(record: StressRecord): readonly JournalEntry[] {
  const at = '2026-11-25T05:45:01.123Z';
  return [
    { type: 'run-started', at: record.createdAt, winrepro: record.winrepro },
    ...record.variants.map(({ name }): JournalEntry => ({
      ...{ type: 'row-built', at, row: name, buildKey: 'b'.repeat(64) },
      ...{ sha256: name.padEnd(64, '0'), seconds: 1 },
    })),
    ...trialsOf(record),
    { type: 'progress', at, seconds: 60 },
    { type: 'run-ended', at, state: 'finished', reason: 'all trials ended' },
  ];
}

export function tallyOf(record: StressRecord, entries: readonly JournalEntry[]): StressTally {
  const tally = createTally(record);
  for (const [index, entry] of entries.entries()) tally.add(entry, index + 1);
  return tally;
}

/** Writes a stress run as winrepro leaves it, without the outputs of its trials. */
export async function writeStress(
  folder: StressFolder,
  record: StressRecord,
  entries: readonly JournalEntry[] = wholeSession(record),
): Promise<void> {
  await makeDirectory(folder.path);
  await writeJson(folder.record, record);
  const journal = openJournal(folder.journal);
  for (const entry of entries) journal.write(entry);
  journal.close();
}
