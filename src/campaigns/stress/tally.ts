import type { JournalEntry } from '../../records/journal-entry.ts';
import { scanJournal, type DuplicateTrial, type JournalScan } from '../../records/journal.ts';
import type { StressRecord } from '../../records/stress-record.ts';
import type { RunResult } from '../../records/result.ts';
import { addTrial, createVariantTally, type VariantTally } from './variant-tally.ts';

/** What a stress run has come to, folded from its journal entry by entry and holding none of them. */
export interface StressTally {
  readonly variants: ReadonlyMap<string, VariantTally>;
  /** Why variants cannot be tried, as far as it was told last. */
  readonly failed: ReadonlyMap<string, string>;
  /** By variant: the key of its build on this machine. */
  readonly keys: ReadonlyMap<string, string>;
  /** By worker and variant: SHA-256 of what was built. */
  readonly builds: ReadonlyMap<string, ReadonlyMap<string, string | null>>;
  readonly notes: readonly { readonly at: string; readonly text: string }[];
  readonly duplicates: readonly DuplicateTrial[];
  /** When each trial ended, seconds since 1970. */
  readonly ends: readonly number[];
  trials(): number;
  crashes(): number;
  has(id: number): boolean;
  /** Awake and not paused, of all sessions so far. */
  seconds(): number;
  /** No session has begun yet. */
  isNew(): boolean;
  /** How the last session ended. */
  end(): Pick<RunResult, 'state' | 'reason'> & { readonly at: string | null };
  add(entry: JournalEntry, line?: number): void;
  /** What is added from here on belongs to a new session. */
  beginSession(): void;
}

/** Folds the journal of a stress run. Throws EnvironmentError when it cannot be read. */
export function readTally(
  record: StressRecord,
  journal: string,
): { readonly tally: StressTally; readonly scan: JournalScan } {
  const tally = createTally(record);
  const scan = scanJournal(journal, (entry, line) => {
    tally.add(entry, line);
  });
  return { tally, scan };
}

/** More notes say no more. */
const MOST_NOTES = 1000;

export function createTally({ variants: named, machine }: StressRecord): StressTally {
  const variants = new Map(named.map(({ name }) => [name, createVariantTally()]));
  const failed = new Map<string, string>();
  const keys = new Map<string, string>();
  const builds = new Map<string, Map<string, string | null>>();
  const notes: { at: string; text: string }[] = [];
  const duplicates: DuplicateTrial[] = [];
  const ends: number[] = [];
  const ids = new Set<number>();
  let crashes = 0;
  let [earlier, session] = [0, 0];
  let sessions = 0;
  let end: ReturnType<StressTally['end']> = { state: 'interrupted', reason: null, at: null };

  const note = (at: string, text: string): void => {
    if (notes.length < MOST_NOTES) notes.push({ at, text });
  };
  const beginSession = (): void => {
    earlier += session;
    session = 0;
    sessions += 1;
    end = { state: 'interrupted', reason: null, at: null };
  };
  const addTo = (entry: JournalEntry, line: number): void => {
    switch (entry.type) {
      case 'trial': {
        if (ids.has(entry.id)) {
          duplicates.push({ id: entry.id, line });
          return;
        }
        ids.add(entry.id);
        ends.push(Date.parse(entry.startedAt) / 1000 + entry.seconds);
        if (entry.outcome === 'crashed') crashes += 1;
        const variant = variants.get(entry.variant);
        if (variant !== undefined) addTrial(variant, entry, machine);
        return;
      }
      case 'run-started':
      case 'run-resumed':
        beginSession();
        return;
      case 'run-interrupted':
        end = { state: 'interrupted', reason: entry.reason, at: entry.at };
        return;
      case 'run-ended':
        end = { state: entry.state, reason: entry.reason, at: entry.at };
        return;
      case 'row-built':
        keys.set(entry.row, entry.buildKey);
        failed.delete(entry.row);
        addBuild(builds, machine, entry.row, entry.sha256);
        return;
      case 'row-failed':
        failed.set(entry.row, entry.reason);
        return;
      case 'worker-joined':
        for (const [variant, build] of Object.entries(entry.builds)) {
          addBuild(builds, entry.worker, variant, build);
        }
        if (entry.refused !== null) note(entry.at, `${entry.worker} refused: ${entry.refused}`);
        return;
      case 'progress':
        session = Math.max(session, entry.seconds);
        return;
      case 'note':
        note(entry.at, entry.text);
        return;
      default:
    }
  };

  return {
    variants,
    failed,
    keys,
    builds,
    notes,
    duplicates,
    ends,
    trials: () => ids.size,
    crashes: () => crashes,
    has: (id) => ids.has(id),
    seconds: () => earlier + session,
    isNew: () => sessions === 0,
    end: () => end,
    add: (entry, line = 0) => addTo(entry, line),
    beginSession,
  };
}

function addBuild(
  builds: Map<string, Map<string, string | null>>,
  worker: string,
  variant: string,
  sha256: string | null,
): void {
  const own = builds.get(worker) ?? new Map<string, string | null>();
  builds.set(worker, own.set(variant, sha256));
}
