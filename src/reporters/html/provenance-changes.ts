import type { Night, ProvenanceChange } from '../../records/night.ts';

/** What a night was made of that the night before it, on the same machine, was not. */
export interface NightChange {
  /** Index of the night, in the order of time. */
  readonly night: number;
  readonly changes: readonly ProvenanceChange[];
}

export interface ProvenanceHistory {
  readonly changes: readonly NightChange[];
  /** Keys that are another one nearly every night: marking them would hide the others. */
  readonly restless: readonly string[];
}

/** So many nights must be there, and more than this share of them changed, for a restless key. */
const RESTLESS = { nights: 6, share: 0.5 } as const;

/** Where the provenance changed. The nights are in the order of time. */
export function provenanceHistory(nights: readonly Night[]): ProvenanceHistory {
  const latest = new Map<string, Night>();
  const times = new Map<string, number>();
  const all: NightChange[] = [];
  let pairs = 0;
  nights.forEach((night, index) => {
    const before = latest.get(night.machine);
    latest.set(night.machine, night);
    if (before === undefined) return;
    pairs += 1;
    const changes = changesBetween(before.provenance, night.provenance);
    for (const { key } of changes) times.set(key, (times.get(key) ?? 0) + 1);
    all.push({ night: index, changes });
  });
  const restless = [...times]
    .filter(([, number]) => pairs >= RESTLESS.nights && number > pairs * RESTLESS.share)
    .map(([key]) => key);
  return { changes: withoutKeys(all, restless), restless };
}

function withoutKeys(all: readonly NightChange[], keys: readonly string[]): readonly NightChange[] {
  return all
    .map(({ night, changes }) => ({
      night,
      changes: changes.filter(({ key }) => !keys.includes(key)),
    }))
    .filter(({ changes }) => changes.length > 0);
}

function changesBetween(
  before: Night['provenance'],
  after: Night['provenance'],
): readonly ProvenanceChange[] {
  const keys = [...new Set([...Object.keys(before), ...Object.keys(after)])].sort();
  return keys
    .map((key) => ({ key, before: own(before, key), after: own(after, key) }))
    .filter((change) => change.before !== change.after);
}

function own(words: Night['provenance'], key: string): string | null {
  return Object.hasOwn(words, key) ? (words[key] ?? null) : null;
}
