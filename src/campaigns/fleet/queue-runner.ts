import type { FleetCampaign } from '../../records/fleet.ts';
import type { TrialRecord } from '../../records/trial-record.ts';
import { monotonicSeconds, sleep } from '../../system/clock.ts';
import { InternalError } from '../../system/errors.ts';
import { refusalOf, type FleetConnection } from '../../system/fleet-connection.ts';
import { openQueue, type FleetQueue } from '../../system/fleet-queue.ts';
import type { MakeRunner, OpenRunner } from '../stress/run-stress.ts';
import { openBoard, type Board } from './board.ts';
import { jobOf, trialOf } from './read-answer.ts';
import { watchWorkers, type WorkerWatch } from './watch-workers.ts';

/** How often the queue is looked at when nothing is heard of it, seconds. */
const LOOK_SECONDS = 1;
/** How often it is held against what was asked for, seconds. */
const CHECK_SECONDS = 5;

interface Outstanding {
  readonly variant: string;
  readonly resolve: (trial: TrialRecord | null) => void;
  readonly reject: (error: Error) => void;
}

/** What the submitter of a campaign works with. */
interface Submission {
  readonly fleet: FleetConnection;
  readonly campaign: FleetCampaign;
  readonly session: Parameters<MakeRunner>[0];
  readonly board: Board;
  readonly queue: FleetQueue;
  readonly workers: WorkerWatch;
  /** Trials that were asked for and not answered yet. */
  readonly outstanding: Map<number, Outstanding>;
  /** Aborted at the end. */
  readonly done: AbortSignal;
  /** Waits for news of the queue, not long. */
  readonly news: () => Promise<void>;
}

/**
 * Gives the trials of a stress run to the workers of a fleet. An answer stays in the queue until its
 * trial is journaled, and a trial that is journaled is never asked for again: each counts once,
 * whoever dies in between.
 */
export function submitTo(fleet: FleetConnection, campaign: FleetCampaign): MakeRunner {
  return async (session) => {
    const { folder, journal, tools } = session;
    tools.signal.addEventListener('abort', () => {
      fleet.hurry();
    });
    const done = new AbortController();
    const bell = createBell(done.signal);
    const board = openBoard(fleet);
    const queue = await openQueue(fleet, campaign.id, bell.ring);
    await board.open(campaign);
    const workers = watchWorkers({ board, campaign, folder, journal, tools, fleet });
    const submission = {
      ...{ fleet, campaign, session, board, queue, workers },
      outstanding: new Map<number, Outstanding>(),
      done: done.signal,
      news: bell.wait,
    };
    return runnerOf(submission, () => {
      done.abort();
    });
  };
}

function runnerOf(submission: Submission, finish: () => void): OpenRunner {
  const { fleet, campaign, session, board, queue, workers, outstanding } = submission;
  let broken: Error | null = null;
  const following = follow(submission).catch((error: unknown) => {
    broken = error instanceof Error ? error : new InternalError(String(error));
    for (const { reject } of outstanding.values()) reject(broken);
    outstanding.clear();
  });
  /** Not waited for: a Redis that is away would hold up the end. What fails is made up for later. */
  const unheard = (task: Promise<unknown>): void => {
    task.catch(() => undefined);
  };
  return {
    capacity: () => workers.capacity(),
    async run(id, variant, signal) {
      if (signal.aborted) return null;
      if (broken !== null) throw broken;
      const ended = new Promise<TrialRecord | null>((resolve, reject) => {
        outstanding.set(id, { variant, resolve, reject });
      });
      const stop = (): void => {
        const own = outstanding.get(id);
        outstanding.delete(id);
        // One that no worker has begun is taken back; what a worker is at stays its affair.
        unheard(queue.remove(keyOf(id)));
        own?.resolve(null);
      };
      signal.addEventListener('abort', stop, { once: true });
      unheard(queue.add(keyOf(id), { campaign: campaign.id, id, variant }));
      return ended.finally(() => {
        signal.removeEventListener('abort', stop);
      });
    },
    taken(id) {
      unheard(queue.remove(keyOf(id)));
    },
    async close() {
      fleet.hurry();
      finish();
      await following;
      const cleared = async (): Promise<void> => {
        await board.close(campaign.id);
        // Answers that are still on their way are taken by `resume`.
        if (!session.tools.signal.aborted) await queue.clear();
      };
      // What is left there is no loss: the journal has all, and the board forgets the campaign.
      await cleared().catch(() => undefined);
      await queue.close();
    },
  };
}

/** Brings answers home and holds the queue against what was asked for, until the end. */
async function follow(submission: Submission): Promise<void> {
  const { session, fleet, workers, done, news } = submission;
  let checked = monotonicSeconds();
  const isOver = (): boolean => done.aborted || session.tools.signal.aborted;
  let told = '';
  while (!done.aborted) {
    try {
      await takeAnswers(submission);
      await workers.look();
      if (monotonicSeconds() - checked >= CHECK_SECONDS) {
        await askAgain(submission);
        checked = monotonicSeconds();
      }
      told = '';
    } catch (error) {
      // Cut off by our own hurry.
      if (isOver()) return;
      const why = refusalOf(error);
      if (why === null) throw error;
      const message = `the queue at ${fleet.address} refuses (${why}); tries again`;
      if (told !== message) session.tools.emit({ type: 'note', message });
      told = message;
    }
    await news();
  }
}

async function takeAnswers(submission: Submission): Promise<void> {
  const { campaign, session, queue, outstanding } = submission;
  for (const key of await queue.settled()) {
    const id = idOf(key);
    if (id === null || session.tally.has(id)) {
      // Nothing that we asked for, or counted already.
      await queue.remove(key);
      continue;
    }
    // Asked for by an earlier session: its turn comes.
    if (!outstanding.has(id)) continue;
    const job = await queue.read(key);
    const asked = outstanding.get(id);
    // Gone, or the end came meanwhile: then the answer waits for the next session.
    if (job === null || asked === undefined) continue;
    const found = jobOf(job, campaign);
    if (found?.id === id && found.variant === asked.variant) {
      const trial = await trialOf(job, found, session.folder.path);
      outstanding.delete(id);
      asked.resolve(trial);
    } else {
      await queue.remove(key);
    }
  }
}

/** A Redis that lost its data does not know what it was asked for. */
async function askAgain({ board, campaign, queue, outstanding }: Submission): Promise<void> {
  await board.open(campaign);
  for (const [id, { variant }] of outstanding) {
    if (await queue.has(keyOf(id))) continue;
    // Answered meanwhile, and perhaps journaled.
    if (!outstanding.has(id)) continue;
    await queue.add(keyOf(id), { campaign: campaign.id, id, variant });
  }
}

function keyOf(id: number): string {
  return `trial-${id}`;
}

/** Null for a key that is not ours. */
function idOf(key: string): number | null {
  const digits = /^trial-([1-9]\d{0,14})$/.exec(key)?.[1];
  return digits === undefined ? null : Number(digits);
}

interface Bell {
  readonly ring: () => void;
  /** Waits for a ring, not long. */
  readonly wait: () => Promise<void>;
}

/** Wakes who waits; a ring that nobody waited for is not lost. */
function createBell(done: AbortSignal): Bell {
  let rung = false;
  let waiting = new AbortController();
  return {
    ring: () => {
      rung = true;
      waiting.abort();
    },
    wait: async () => {
      if (!rung) {
        waiting = new AbortController();
        const signal = AbortSignal.any([done, waiting.signal]);
        await sleep(LOOK_SECONDS * 1000, signal).catch(() => undefined);
      }
      rung = false;
    },
  };
}
