import {
  parseFleetCampaign,
  parseWorkerCard,
  type FleetCampaign,
  type FleetProvenance,
  type WorkerCard,
} from '../../records/fleet.ts';
import { isObject } from '../../records/shape.ts';
import { UserError } from '../../system/errors.ts';
import { refusalOf, type FleetConnection } from '../../system/fleet-connection.ts';

/** What submitters and workers tell each other beside the jobs. */
export interface Board {
  /** Lets workers see a campaign for some minutes: to be called again and again. */
  open(campaign: FleetCampaign): Promise<void>;
  close(id: string): Promise<void>;
  /** The ids of open campaigns, the oldest first. */
  campaigns(): Promise<readonly string[]>;
  /** Null when it was closed meanwhile. Throws UserError for one that cannot be read. */
  campaign(id: string): Promise<FleetCampaign | null>;
  /** Takes a name for a worker: with a number behind it when another one has it. */
  takeName(wanted: string): Promise<string>;
  show(card: WorkerCard): Promise<void>;
  leave(name: string): Promise<void>;
  /** Cards that cannot be read are left out. */
  workers(): Promise<readonly WorkerCard[]>;
  tellProvenance(campaign: string, worker: string, provenance: FleetProvenance): Promise<void>;
  provenance(campaign: string, worker: string): Promise<FleetProvenance>;
}

/** A worker that has not shown itself for so long is gone, seconds. */
const CARD_SECONDS = 10;
const PROVENANCE_SECONDS = 7 * 24 * 3600;
/** Workers turn to other campaigns when a submitter has been silent for so long, seconds. */
const CAMPAIGN_SECONDS = 300;

export function openBoard({ redis, prefix }: FleetConnection): Board {
  const index = `${prefix}:campaigns`;
  const campaignKey = (id: string): string => `${prefix}:campaign:${id}`;
  const cardKey = (name: string): string => `${prefix}:worker:${name}`;
  const provenanceKey = (id: string, worker: string): string =>
    `${prefix}:provenance:${id}:${worker}`;
  return {
    async open(campaign) {
      const text = JSON.stringify(campaign);
      await redis.set(campaignKey(campaign.id), text, 'EX', CAMPAIGN_SECONDS);
      await redis.sadd(index, campaign.id);
    },
    async close(id) {
      await redis.srem(index, id);
      await redis.del(campaignKey(id));
    },
    async campaigns() {
      const open: string[] = [];
      // Ids begin with the second in which they began.
      for (const id of (await redis.smembers(index)).sort()) {
        if ((await redis.exists(campaignKey(id))) === 1) open.push(id);
        else await redis.srem(index, id);
      }
      return open;
    },
    async campaign(id) {
      const text = await redis.get(campaignKey(id));
      if (text === null) return null;
      const campaign = parseFleetCampaign(text);
      if (campaign.id === id) return campaign;
      throw new UserError(
        `the queue holds the campaign ${campaign.id} under another name: see who else writes to it`,
      );
    },
    async takeName(wanted) {
      for (let number = 1; ; number += 1) {
        const name = number === 1 ? wanted : `${wanted}/${number}`;
        const taken = await redis.set(cardKey(name), '{}', 'EX', CARD_SECONDS, 'NX');
        if (taken !== null) return name;
      }
    },
    async show(card) {
      await redis.set(cardKey(card.name), JSON.stringify(card), 'EX', CARD_SECONDS);
    },
    async leave(name) {
      await redis.del(cardKey(name));
    },
    async workers() {
      const cards: WorkerCard[] = [];
      for (const key of await keysOf(redis, `${prefix}:worker:*`)) {
        const card = await cardAt(redis, key);
        // Nobody speaks for another.
        if (card !== null && cardKey(card.name) === key) cards.push(card);
      }
      return cards;
    },
    async tellProvenance(campaign, worker, provenance) {
      const text = JSON.stringify(provenance);
      await redis.set(provenanceKey(campaign, worker), text, 'EX', PROVENANCE_SECONDS);
    },
    async provenance(campaign, worker) {
      const text = await redis.get(provenanceKey(campaign, worker));
      return text === null ? {} : provenanceIn(text);
    },
  };
}

/** Null for one of another version, or somebody's mistake: it cannot be counted on. */
async function cardAt(redis: FleetConnection['redis'], key: string): Promise<WorkerCard | null> {
  try {
    const text = await redis.get(key);
    return text === null ? null : parseWorkerCard(text);
  } catch (error) {
    if (error instanceof UserError || refusalOf(error) !== null) return null;
    throw error;
  }
}

function provenanceIn(text: string): FleetProvenance {
  try {
    const value: unknown = JSON.parse(text);
    return isObject(value) ? (value as FleetProvenance) : {};
  } catch {
    return {};
  }
}

async function keysOf(
  redis: FleetConnection['redis'],
  pattern: string,
): Promise<readonly string[]> {
  const found = new Set<string>();
  let cursor = '0';
  do {
    const [next, keys] = await redis.scan(cursor, 'MATCH', pattern, 'COUNT', 1000);
    for (const key of keys) found.add(key);
    cursor = next;
  } while (cursor !== '0');
  return [...found].sort();
}
