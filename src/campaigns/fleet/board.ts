import {
  parseFleetCampaign,
  parseWorkerCard,
  type FleetCampaign,
  type FleetProvenance,
  type WorkerCard,
} from '../../records/fleet.ts';
import { isObject } from '../../records/shape.ts';
import type { FleetConnection } from '../../system/fleet-connection.ts';

/** What submitters and workers tell each other beside the jobs. */
export interface Board {
  /** Lets workers see a campaign; again when Redis has lost it. */
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
const CARD_SECONDS = 15;
const PROVENANCE_SECONDS = 7 * 24 * 3600;

export function openBoard({ redis, prefix }: FleetConnection): Board {
  const open = `${prefix}:campaigns`;
  const cardKey = (name: string): string => `${prefix}:worker:${name}`;
  const provenanceKey = (id: string, worker: string): string =>
    `${prefix}:provenance:${id}:${worker}`;
  return {
    async open(campaign) {
      await redis.hset(open, campaign.id, JSON.stringify(campaign));
    },
    async close(id) {
      await redis.hdel(open, id);
    },
    async campaigns() {
      // Ids begin with the second in which they began.
      return (await redis.hkeys(open)).sort();
    },
    async campaign(id) {
      const text = await redis.hget(open, id);
      return text === null ? null : parseFleetCampaign(text);
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
        const text = await redis.get(key);
        if (text === null || text === '{}') continue;
        try {
          cards.push(parseWorkerCard(text));
        } catch {
          // Of another version, or somebody's mistake: it cannot be counted on.
        }
      }
      return cards;
    },
    async tellProvenance(campaign, worker, provenance) {
      const text = JSON.stringify(provenance);
      await redis.set(provenanceKey(campaign, worker), text, 'EX', PROVENANCE_SECONDS);
    },
    async provenance(campaign, worker) {
      const text = await redis.get(provenanceKey(campaign, worker));
      const value: unknown = text === null ? {} : JSON.parse(text);
      return isObject(value) ? (value as FleetProvenance) : {};
    },
  };
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
