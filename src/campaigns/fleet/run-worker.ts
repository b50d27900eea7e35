import { FLEET_WORKER_SCHEMA, type FleetCampaign, type WorkerStance } from '../../records/fleet.ts';
import { sleep } from '../../system/clock.ts';
import { InterruptedError } from '../../system/errors.ts';
import { loadBull, refusalOf, type FleetConnection } from '../../system/fleet-connection.ts';
import type { UndoLog } from '../../system/undo-log.ts';
import { inWorkspace } from '../workspace.ts';
import { openBoard, type Board } from './board.ts';
import { buildCampaign } from './build-campaign.ts';
import { workOnCampaign, type CampaignWork } from './work-on-campaign.ts';
import type { WorkerOptions, WorkerTools } from './worker-tools.ts';

/** How often a worker shows itself, and looks for campaigns, seconds. */
const LOOK_SECONDS = 2;

/**
 * Takes part in the campaigns of a fleet, one at a time, the oldest first, until it is stopped. A
 * campaign that cannot be built here is refused, and the next one is taken.
 *
 * @throws InterruptedError when the user stops it: trials under way have gone back to the queue.
 */
export async function runWorker(
  connection: FleetConnection,
  given: WorkerOptions,
  tools: WorkerTools,
): Promise<void> {
  const onNote = (message: string): void => {
    tools.emit({ type: 'note', message });
  };
  // What is missing is better missed now than at the first campaign.
  await loadBull();
  tools.signal.addEventListener('abort', () => {
    connection.hurry();
  });
  await inWorkspace(given.workspace, tools, async (undo) => {
    const board = openBoard(connection);
    const name = await board.takeName(given.name);
    const options = { ...given, name };
    const { address } = connection;
    tools.emit({ type: 'worker-started', name, address, slots: options.slots });
    const session = createSession(board, connection, options, tools, undo);
    let told = '';
    const look = async (): Promise<boolean> => {
      try {
        const isOver = await session.look();
        told = '';
        return isOver;
      } catch (error) {
        if (tools.signal.aborted) return true;
        const why = refusalOf(error);
        if (why === null) throw error;
        const message = `the queue at ${address} refuses (${why}); tries again`;
        if (told !== message) onNote(message);
        told = message;
        return false;
      }
    };
    try {
      while (!tools.signal.aborted && !(await look())) {
        await sleep(LOOK_SECONDS * 1000, tools.signal).catch(() => undefined);
      }
    } finally {
      await session.end();
    }
  });
  if (tools.signal.aborted) throw new InterruptedError('the worker was stopped; others go on');
}

interface Session {
  /** Shows itself, comes and goes. True when there is nothing more to do. */
  look(): Promise<boolean>;
  end(): Promise<void>;
}

function createSession(
  board: Board,
  connection: FleetConnection,
  options: WorkerOptions,
  tools: WorkerTools,
  undo: UndoLog,
): Session {
  const stances = new Map<string, WorkerStance>();
  let work: { readonly id: string; readonly of: CampaignWork } | null = null;
  let ended = false;

  const show = async (): Promise<void> => {
    await board.show({
      schema: FLEET_WORKER_SCHEMA,
      name: options.name,
      platform: tools.host.platform,
      winrepro: tools.version,
      slots: options.slots,
      campaigns: Object.fromEntries(stances),
    });
  };
  const leave = async (): Promise<void> => {
    if (work === null) return;
    const { id, of } = work;
    work = null;
    await of.leave();
    tools.emit({ type: 'campaign-left', campaign: id, trials: of.trials() });
  };
  const refuse = (campaign: string, reason: string): void => {
    stances.set(campaign, { builds: {}, refused: reason });
    tools.emit({ type: 'campaign-refused', campaign, reason });
  };
  const enter = async (campaign: FleetCampaign): Promise<void> => {
    // A build may take long: others must not take this worker for gone.
    const built = await showing(show, () => buildCampaign(campaign, undo, options, tools));
    const { stance, plans, provenance } = built;
    if (stance.refused !== null) {
      refuse(campaign.id, stance.refused);
      return;
    }
    await board.tellProvenance(campaign.id, options.name, provenance);
    const of = await workOnCampaign(campaign, plans, connection, options, tools);
    stances.set(campaign.id, stance);
    work = { id: campaign.id, of };
    const { id, recipe, variants } = campaign;
    tools.emit({ type: 'campaign-joined', campaign: id, recipe: recipe.name, variants });
  };
  const next = async (id: string): Promise<void> => {
    try {
      const campaign = await board.campaign(id);
      if (campaign !== null) await enter(campaign);
    } catch (error) {
      if (tools.signal.aborted || refusalOf(error) !== null) throw error;
      // Whatever a campaign holds, it must not take the worker from the others.
      refuse(id, error instanceof Error ? error.message : String(error));
    }
  };
  return {
    async look() {
      const open = await board.campaigns();
      for (const id of [...stances.keys()]) if (!open.includes(id)) stances.delete(id);
      if (work !== null && !open.includes(work.id)) {
        await leave();
        ended = true;
      }
      const fault = work?.of.fault() ?? null;
      if (work !== null && fault !== null) {
        const { id } = work;
        await leave();
        refuse(id, fault);
      }
      if (work === null && options.once && ended) return true;
      const due = open.find((id) => !stances.has(id));
      if (work === null && due !== undefined) await next(due);
      await show();
      return false;
    },
    async end() {
      await leave();
      // Otherwise the card expires.
      await board.leave(options.name).catch(() => undefined);
    },
  };
}

/** Shows the worker's card again and again while something takes long. */
async function showing<T>(show: () => Promise<void>, task: () => Promise<T>): Promise<T> {
  const done = new AbortController();
  const shown = (async () => {
    while (!done.signal.aborted) {
      await show().catch(() => undefined);
      await sleep(LOOK_SECONDS * 1000, done.signal).catch(() => undefined);
    }
  })();
  try {
    return await task();
  } finally {
    done.abort();
    await shown;
  }
}
