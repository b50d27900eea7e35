import { readBisection } from '../../records/bisection-folder.ts';
import type { CampaignFolder } from '../../records/campaign-folder.ts';
import { readDebug } from '../../records/debug-folder.ts';
import type { ExportKind } from '../../records/export-manifest.ts';
import type { JournalEntry } from '../../records/journal-entry.ts';
import { scanJournal } from '../../records/journal.ts';
import { readMatrix } from '../../records/matrix-folder.ts';
import { parseRunRecord, type RecipeRecord, type RunOptions } from '../../records/run-record.ts';
import { readStress } from '../../records/stress-folder.ts';
import { readJson } from '../../system/files.ts';
import { lockHolder } from '../../system/lock.ts';

/** What all records tell, whatever they are of. */
export interface CampaignFacts {
  readonly createdAt: string;
  readonly platform: string;
  readonly recipe: RecipeRecord;
  readonly variants: readonly string[];
  readonly options: Pick<RunOptions, 'compiler' | 'interpreter' | 'lock' | 'source'> & {
    readonly iterations: number | null;
    readonly watch: RunOptions['watch'] | null;
  };
}

/** Throws EnvironmentError when the record is damaged. */
export async function campaignFacts(
  kind: ExportKind,
  folder: CampaignFolder,
): Promise<CampaignFacts> {
  switch (kind) {
    case 'run': {
      const record = parseRunRecord(await readJson(folder.record), folder.record);
      return { ...record, variants: [record.variant] };
    }
    case 'matrix': {
      const record = await readMatrix(folder);
      const rows = [record.control, ...record.rows];
      const named = rows.flatMap(({ variant, layout }) => [variant, layout ?? variant]);
      return { ...record, variants: [...new Set(named)] };
    }
    case 'bisection': {
      const record = await readBisection(folder);
      return { ...record, variants: [record.variant] };
    }
    case 'debug': {
      const record = await readDebug(folder);
      return { ...record, variants: [record.variant] };
    }
    case 'stress': {
      const record = await readStress(folder);
      return { ...record, variants: record.variants.map(({ name }) => name) };
    }
  }
}

/** What the journal says, read once. */
export interface JournalFacts {
  readonly state: 'running' | 'finished' | 'failed' | 'interrupted';
  /** The numbers of the trials that ended clean. */
  readonly clean: ReadonlySet<number>;
  /** The largest number of a trial; 0 for none. */
  readonly lastTrial: number;
}

/** Throws EnvironmentError when the journal cannot be read. */
export async function journalFacts({
  journal,
  lock,
}: Pick<CampaignFolder, 'journal' | 'lock'>): Promise<JournalFacts> {
  const clean = new Set<number>();
  const seen: { last?: JournalEntry; trial: number } = { trial: 0 };
  scanJournal(journal, (entry) => {
    if (entry.type.startsWith('run-')) seen.last = entry;
    if (entry.type !== 'trial') return;
    seen.trial = Math.max(seen.trial, entry.id);
    if (entry.outcome === 'clean') clean.add(entry.id);
  });
  const running = (await lockHolder(lock)) !== null;
  const ended = seen.last?.type === 'run-ended' ? seen.last.state : 'interrupted';
  return { state: running ? 'running' : ended, clean, lastTrial: seen.trial };
}
