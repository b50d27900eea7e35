import { join } from 'node:path';
import type { FleetCampaign, WorkerCard } from '../../records/fleet.ts';
import type { Journal } from '../../records/journal.ts';
import { provenanceName, type StressFolder } from '../../records/stress-folder.ts';
import { monotonicSeconds, nowIso } from '../../system/clock.ts';
import { makeDirectory, writeJson } from '../../system/files.ts';
import type { FleetConnection } from '../../system/fleet-connection.ts';
import type { StressTools } from '../stress/stress-tools.ts';
import type { Board } from './board.ts';

export interface WatchedFleet {
  readonly board: Board;
  readonly campaign: FleetCampaign;
  readonly folder: StressFolder;
  readonly journal: Pick<Journal, 'append'>;
  readonly tools: Pick<StressTools, 'emit'>;
  readonly fleet: Pick<FleetConnection, 'address'>;
}

/** Who works on a campaign. */
export interface WorkerWatch {
  /** Looks who came, refused or went; at most once in a while. */
  look(): Promise<void>;
  /** Trials to have in the queue: enough for every slot to find its next one waiting. */
  capacity(): number;
}

const LOOK_SECONDS = 2;
const FEWEST = 4;
const MOST = 1000;
/** Without a worker for so long the user is told how to start one. */
const LONELY_SECONDS = 5;

export function watchWorkers(watched: WatchedFleet): WorkerWatch {
  const { board, campaign, folder, journal, tools, fleet } = watched;
  const known = new Map<string, string>();
  const begun = monotonicSeconds();
  let looked = -Infinity;
  let capacity = FEWEST;
  let told = false;

  const note = (message: string): void => {
    tools.emit({ type: 'note', message });
  };
  const meet = async ({ name, campaigns }: WorkerCard): Promise<boolean> => {
    const stance = campaigns[campaign.id];
    if (stance === undefined) return false;
    const is = JSON.stringify(stance);
    if (known.get(name) === is) return stance.refused === null;
    known.set(name, is);
    const { builds, refused } = stance;
    journal.append({ type: 'worker-joined', at: nowIso(), worker: name, builds, refused });
    note(refused === null ? `worker ${name} joined` : `worker ${name} refused: ${refused}`);
    if (refused !== null) return false;
    await makeDirectory(folder.provenance);
    for (const [variant, value] of Object.entries(await board.provenance(campaign.id, name))) {
      if (!campaign.variants.includes(variant)) continue;
      await writeJson(join(folder.provenance, provenanceName(variant, name)), value);
    }
    return true;
  };
  return {
    async look() {
      if (monotonicSeconds() - looked < LOOK_SECONDS) return;
      looked = monotonicSeconds();
      const cards = await board.workers();
      const names = new Set(cards.map(({ name }) => name));
      for (const name of known.keys()) {
        if (names.has(name)) continue;
        known.delete(name);
        note(`worker ${name} is gone: its trials are given to others`);
      }
      let slots = 0;
      for (const card of cards) if (await meet(card)) slots += card.slots;
      capacity = Math.min(MOST, Math.max(FEWEST, 2 * slots));
      if (slots > 0 || told || monotonicSeconds() - begun < LONELY_SECONDS) return;
      told = true;
      note(`no worker yet: start one with winrepro worker --queue ${fleet.address}`);
    },
    capacity: () => capacity,
  };
}
