import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { openJournal } from '../../../src/records/journal.ts';
import type { JournalEntry } from '../../../src/records/journal-entry.ts';
import type { Provenance } from '../../../src/records/provenance.ts';
import { runFolder } from '../../../src/records/run-folder.ts';
import type { StressRecord } from '../../../src/records/stress-record.ts';
import { provenanceName, stressFolder } from '../../../src/records/stress-folder.ts';
import type { TrialRecord } from '../../../src/records/trial-record.ts';
import { crashRecord, runRecord, trialRecord } from '../../records/samples.ts';

export interface Counts {
  readonly crashed: number;
  readonly clean: number;
}

export interface StressSample {
  readonly id: string;
  readonly at: string;
  readonly variants: Readonly<Record<string, Counts>>;
  readonly merged?: readonly string[];
  readonly state?: 'finished' | 'failed' | 'interrupted';
  readonly provenance?: Provenance;
  readonly more?: readonly JournalEntry[];
}

/** Writes a stress run as winrepro does; its trials have 1,000 iterations, crashes 412. */
export async function writeStress(workspace: string, sample: StressSample): Promise<void> {
  const folder = stressFolder(workspace, sample.id);
  await mkdir(folder.provenance, { recursive: true });
  await writeFile(folder.record, JSON.stringify(stressRecord(sample)));
  if (sample.provenance !== undefined) {
    for (const variant of Object.keys(sample.variants)) {
      const path = join(folder.provenance, provenanceName(variant, null));
      await writeFile(path, JSON.stringify({ ...sample.provenance, variant }));
    }
  }
  let id = 0;
  const trials = Object.entries(sample.variants).flatMap(([variant, counts]) =>
    trialsOf(counts, variant, () => (id += 1)),
  );
  writeJournal(folder.journal, [...trials, ...(sample.more ?? [])], sample.state);
}

/** Writes a run as winrepro does. */
export async function writeRun(
  workspace: string,
  { id, at, counts }: { readonly id: string; readonly at: string; readonly counts: Counts },
): Promise<void> {
  const folder = runFolder(workspace, id);
  await mkdir(folder.path, { recursive: true });
  await writeFile(folder.run, JSON.stringify(runRecord({ id, createdAt: at })));
  let trial = 0;
  writeJournal(
    folder.journal,
    trialsOf(counts, 'optimized', () => (trial += 1)),
  );
}

function writeJournal(
  path: string,
  entries: readonly JournalEntry[],
  state: StressSample['state'] = 'finished',
): void {
  const at = '2026-11-24T02:00:00.000Z';
  const journal = openJournal(path);
  journal.append({ type: 'run-started', at, winrepro: '0.1.0' });
  for (const entry of entries) journal.append(entry);
  if (state !== 'interrupted') journal.append({ type: 'run-ended', at, state, reason: 'done' });
  journal.close();
}

function trialsOf(
  { crashed, clean }: Counts,
  variant: string,
  nextId: () => number,
): readonly TrialRecord[] {
  return [
    ...Array.from({ length: crashed }, () => crashRecord(nextId(), { variant })),
    ...Array.from({ length: clean }, () => trialRecord(nextId(), { variant })),
  ];
}

function stressRecord({ id, at, variants, merged = [] }: StressSample): StressRecord {
  const { recipe, platform, winrepro } = runRecord();
  return {
    schema: 'winrepro/stress/1',
    id,
    createdAt: at,
    winrepro,
    recipe,
    title: 'Ein Titel',
    platform,
    machine: 'Büro 1',
    by: merged.length > 0 ? 'merge' : 'machine',
    variants: Object.keys(variants).map((name) => ({
      name,
      role: null,
      why: 'because',
      expected: 'unknown',
    })),
    earliest: null,
    options: {
      forSeconds: 3600,
      trials: null,
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
      keepBytes: 0,
      leastDiskBytes: 0,
      leastMemoryBytes: 0,
    },
    merged: merged.map((part) => ({ id: part, machine: 'Büro 2', shard: null })),
    argv: ['stress', 'control'],
  };
}

/** `20261124-020000-control-0001` with the time that it says, for the n-th night. */
export function nightName(number: number): { readonly id: string; readonly at: string } {
  const time = new Date(Date.UTC(2026, 0, number, 2));
  const at = time.toISOString();
  const digits = at.replace(/\D/g, '');
  const suffix = String(number).padStart(4, '0');
  return { id: `${digits.slice(0, 8)}-${digits.slice(8, 14)}-control-${suffix}`, at };
}
