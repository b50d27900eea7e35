import { basename, join } from 'node:path';
import { listCampaigns } from '../../records/campaign-folder.ts';
import { openHistoryStore, type HistoryStore } from '../../records/history-store.ts';
import {
  historyOf,
  keyText,
  type CampaignKey,
  type DerivedCampaign,
  type HistoryContent,
  type NightFilter,
} from '../../records/history.ts';
import { openDatabase, DatabaseError, type Database } from '../../system/database.ts';
import { EnvironmentError } from '../../system/errors.ts';
import { acquireLock } from '../../system/lock.ts';
import { setAside } from '../../system/set-aside.ts';
import { deriveCampaign, fingerprintOf, nightKinds } from './derive-nights.ts';

/** The nights of a workspace, and what is to be said of the way they were found. */
export interface History extends Pick<HistoryContent, 'nights'> {
  /** A sentence each: campaigns that were left out, an index that could not be used. */
  readonly notes: readonly string[];
  /** Campaigns that were read anew; the others were known. */
  readonly derived: number;
}

export interface RefreshOptions {
  /** Of this winrepro: what another one derived is derived again. */
  readonly version: string;
  readonly filter?: NightFilter;
  /** Trusts nothing that is stored. */
  readonly rebuild?: boolean;
  readonly open?: (path: string) => Promise<Database>;
}

/** Where the index is; it may be removed at any time. */
export function historyPath(workspace: string): string {
  return join(workspace, 'history.db');
}

/** So many campaigns are stored at a time: a first refresh that is killed is not in vain. */
const BATCH = 50;

/**
 * The nights of all runs and stress runs of a workspace. Only what is new, changed or gone since the
 * last time is read; the rest comes from the index. A damaged index is put aside and built anew;
 * where there can be none, all is read every time, and a note says why.
 */
export async function refreshHistory(workspace: string, options: RefreshOptions): Promise<History> {
  const found = await scan(workspace, options.version);
  if (found.length === 0) return { nights: [], notes: [], derived: 0 };
  const path = historyPath(workspace);
  const stored = { workspace, path, found, options };
  const notes: string[] = [];
  try {
    try {
      return await fromStore(stored);
    } catch (error) {
      if (!isDamage(error)) throw error;
      const note = await putAside(path, options, error);
      if (note !== null) notes.push(note);
      const history = await fromStore(stored);
      return { ...history, notes: [...notes, ...history.notes] };
    }
  } catch (error) {
    if (!(error instanceof EnvironmentError)) throw error;
    notes.push(`the history is read without its index, which takes longer: ${error.message}`);
  }
  const derived = await deriveAll(workspace, found);
  const { nights, problems } = historyOf(derived, options.filter);
  return { nights, notes: [...notes, ...problems], derived: derived.length };
}

/** A campaign as it stands on the disk. */
interface Found extends CampaignKey {
  readonly fingerprint: string;
}

async function scan(workspace: string, version: string): Promise<readonly Found[]> {
  const found: Found[] = [];
  for (const kind of ['run', 'stress'] as const) {
    for (const id of await listCampaigns(nightKinds[kind], workspace)) {
      found.push({ kind, id, fingerprint: await fingerprintOf(workspace, { kind, id }, version) });
    }
  }
  return found;
}

interface Stored {
  readonly workspace: string;
  readonly path: string;
  readonly found: readonly Found[];
  readonly options: RefreshOptions;
}

async function fromStore({ workspace, path, found, options }: Stored): Promise<History> {
  const store = await openHistoryStore(path, options.open ?? openDatabase);
  try {
    const known = await store.fingerprints();
    const trusted = options.rebuild === true ? new Map<string, string>() : known;
    const changed = found.filter((one) => trusted.get(keyText(one)) !== one.fingerprint);
    await store.replace([], goneFrom(known, found));
    await deriveInto(store, workspace, changed);
    const { nights, problems } = await store.content(options.filter);
    return { nights, notes: problems, derived: changed.length };
  } finally {
    store.close();
  }
}

function goneFrom(
  known: ReadonlyMap<string, string>,
  found: readonly Found[],
): readonly CampaignKey[] {
  const there = new Set(found.map(keyText));
  return [...known.keys()]
    .filter((key) => !there.has(key))
    .map((key) => {
      const kind = key.startsWith('run/') ? 'run' : 'stress';
      return { kind, id: key.slice(kind.length + 1) };
    });
}

async function deriveInto(
  store: HistoryStore,
  workspace: string,
  changed: readonly Found[],
): Promise<void> {
  for (let start = 0; start < changed.length; start += BATCH) {
    await store.replace(await deriveAll(workspace, changed.slice(start, start + BATCH)), []);
  }
}

/** One after the other: a journal may be large. */
async function deriveAll(
  workspace: string,
  found: readonly Found[],
): Promise<readonly DerivedCampaign[]> {
  const derived: DerivedCampaign[] = [];
  for (const one of found) derived.push(await deriveCampaign(workspace, one, one.fingerprint));
  return derived;
}

function isDamage(error: unknown): boolean {
  return error instanceof DatabaseError && error.kind === 'damaged';
}

/** How long another process may take over the same, ms. */
const PATIENCE_MS = 10_000;

/**
 * Null when another process did it first. Throws EnvironmentError when the file can be neither
 * copied nor emptied.
 */
async function putAside(
  path: string,
  { open = openDatabase }: RefreshOptions,
  damage: unknown,
): Promise<string | null> {
  const lock = await patientLock(`${path}.lock`);
  try {
    if (await isSound(path, open)) return null;
    const copy = await setAside(path, 'damaged');
    const words = damage instanceof Error ? damage.message.replace(/: move it away$/, '') : '';
    return `${words}: it was built anew from the journals, and ${basename(copy)} beside it is a copy of the old file`;
  } finally {
    lock.release();
  }
}

async function patientLock(path: string): ReturnType<typeof acquireLock> {
  const signal = AbortSignal.timeout(PATIENCE_MS);
  try {
    return await acquireLock(path, { command: 'winrepro history', wait: true, signal });
  } catch (error) {
    if (!signal.aborted) throw error;
    throw new EnvironmentError(`another process has held ${path} for long: end it, or remove it`);
  }
}

async function isSound(path: string, open: (path: string) => Promise<Database>): Promise<boolean> {
  try {
    const store = await openHistoryStore(path, open);
    await store.content();
    store.close();
    return true;
  } catch (error) {
    if (isDamage(error)) return false;
    throw error;
  }
}
