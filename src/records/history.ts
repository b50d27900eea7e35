import type { Night } from './night.ts';

export type NightKind = Night['kind'];

/** Names a campaign in the history: ids of runs and of stress runs may be the same. */
export interface CampaignKey {
  readonly kind: NightKind;
  readonly id: string;
}

/** What was derived from one campaign's files. */
export interface DerivedCampaign extends CampaignKey {
  /** Changes whenever what it was derived from does; empty when that could not be read. */
  readonly fingerprint: string;
  /** Ids of the stress runs whose trials it took in; empty unless merged. */
  readonly merged: readonly string[];
  /** What could not be read, a sentence each. */
  readonly problems: readonly string[];
  readonly nights: readonly Night[];
}

/** Which nights are wanted; undefined for all. */
export interface NightFilter {
  readonly recipe?: string | undefined;
  readonly variant?: string | undefined;
}

export interface HistoryContent {
  /** The newest first; the variants of one campaign by their names. */
  readonly nights: readonly Night[];
  readonly problems: readonly string[];
}

/**
 * What the derived campaigns say together. A stress run that was taken into another one of these is
 * left out: its trials would count twice. Of two merges that share a shard the one of more shards
 * counts, and of equals the newer.
 */
export function historyOf(
  campaigns: Iterable<DerivedCampaign>,
  { recipe, variant }: NightFilter = {},
): HistoryContent {
  const all = [...campaigns].sort((a, b) => byText(keyText(a), keyText(b)));
  const taken = takenIds(all);
  const nights = all
    .filter(({ kind, id }) => !(kind === 'stress' && taken.has(id)))
    .flatMap((campaign) => campaign.nights)
    .filter(
      (night) =>
        (recipe === undefined || night.recipe === recipe) &&
        (variant === undefined || night.variant === variant),
    );
  return {
    nights: nights.sort(newestFirst),
    problems: all.flatMap(({ problems }) => problems),
  };
}

/** A stress run that took in the trials of others. */
export interface Merger {
  readonly id: string;
  /** Ids of the others. */
  readonly merged: readonly string[];
}

/** The stress runs whose trials count elsewhere: parts of a merger, and mergers of the same parts. */
export function takenIds(mergers: Iterable<Merger>): ReadonlySet<string> {
  const sorted = [...mergers]
    .map(({ id, merged }) => ({ id, parts: new Set(merged.filter((part) => part !== id)) }))
    .sort((a, b) => b.parts.size - a.parts.size || byText(b.id, a.id));
  const taken = new Set<string>();
  const counted = new Set<string>();
  for (const { id, parts } of sorted) {
    if ([...parts].some((part) => counted.has(part))) {
      taken.add(id);
      continue;
    }
    for (const part of parts) {
      counted.add(part);
      taken.add(part);
    }
  }
  return taken;
}

/** `stress/20261123-234501-control-4f2a`: where the campaign's folder is in its workspace. */
export function keyText({ kind, id }: CampaignKey): string {
  return `${kind}/${id}`;
}

/** The order of `HistoryContent.nights`. */
export function newestFirst(a: Night, b: Night): number {
  return (
    byText(b.at, a.at) ||
    byText(b.campaign, a.campaign) ||
    byText(a.kind, b.kind) ||
    byText(a.variant, b.variant)
  );
}

/** By code unit: one order on every machine. */
function byText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
