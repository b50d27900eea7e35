import type { Job } from 'bullmq';
import { InternalError } from './errors.ts';
import { loadBull, type FleetConnection } from './fleet-connection.ts';
import { within } from './within.ts';

/** A job that this worker has a lease on. */
export interface LeasedJob {
  readonly id: string;
  /** Unchecked. */
  readonly data: unknown;
  /** Aborted when the lease is lost: another worker has the job by now, and no result counts. */
  readonly lost: AbortSignal;
}

/** `done`: the result goes home. `back`: another worker is to run it. `bad`: nobody can. */
export type JobEnd =
  | { readonly kind: 'done'; readonly value: object }
  | { readonly kind: 'back' }
  | { readonly kind: 'bad'; readonly reason: string };

export interface JobTaker {
  /** Jobs under way. */
  active(): number;
  /** Takes no more jobs; those under way go on. */
  stop(): void;
  /** Waits for the jobs under way, a few seconds; what Redis does not hear by then it finds out. */
  close(): Promise<void>;
}

export interface TakerOptions {
  /** Of the queue. */
  readonly name: string;
  readonly worker: string;
  /** Jobs at a time. */
  readonly slots: number;
  readonly lease: Lease;
  /** Must not throw. */
  readonly run: (job: LeasedJob) => Promise<JobEnd>;
  readonly onNote: (message: string) => void;
}

/** How soon the jobs of a worker that is gone are given to others. */
export interface Lease {
  /** Renewed at half of it, milliseconds. */
  readonly milliseconds: number;
  /** So many workers may be lost with one job. */
  readonly mostLost: number;
}

/** Longer than it takes to end the processes of trials, milliseconds. */
const CLOSING_MILLISECONDS = 8000;
const DISCONNECTING_MILLISECONDS = 1000;

interface Running {
  readonly lost: AbortController;
  readonly ended: Promise<unknown>;
}

/** Takes jobs and runs them, so many at a time, until it is stopped. */
export async function takeJobs(
  { redis, prefix }: FleetConnection,
  options: TakerOptions,
): Promise<JobTaker> {
  const { name, worker, slots, lease, onNote } = options;
  const { Worker, WaitingError, UnrecoverableError } = await loadBull();
  const running = new Map<string, Running>();
  let stopped = false;

  /** To the front of the queue: it has waited already. */
  const giveBack = async (job: Job, token: string | undefined): Promise<never> => {
    await job.moveToWait(token);
    throw new WaitingError();
  };
  const process = async (job: Job, token?: string): Promise<object> => {
    const id = job.id ?? '';
    const before = running.get(id);
    if (before !== undefined) {
      // We lost it, and got it again: the two would share a folder, and BullMQ's renewal of leases
      // knows one job by one id.
      before.lost.abort();
      await before.ended;
      return giveBack(job, token);
    }
    // Fetched in the moment of the stop.
    if (stopped) return giveBack(job, token);
    const lost = new AbortController();
    const ended = options.run({ id, data: job.data as unknown, lost: lost.signal });
    running.set(id, { lost, ended });
    const end = await ended.finally(() => running.delete(id));
    if (end.kind === 'bad') throw new UnrecoverableError(end.reason);
    return end.kind === 'back' ? giveBack(job, token) : end.value;
  };

  class Taker extends Worker {
    endRenewals(): Promise<void> {
      return this.lockManager.close();
    }
  }
  const taker = new Taker(name, process, {
    connection: redis,
    prefix,
    skipVersionCheck: true,
    name: worker,
    concurrency: slots,
    lockDuration: lease.milliseconds,
    stalledInterval: lease.milliseconds / 2,
    maxStalledCount: lease.mostLost,
    drainDelay: 2,
    runRetryDelay: 1000,
  });
  taker.on('error', (error) => {
    // Outages are told by the link, and lost leases below.
    if (error instanceof InternalError) onNote(error.message);
  });
  taker.on('lockRenewalFailed', (ids) => {
    for (const id of ids) {
      const job = running.get(id);
      if (job === undefined || job.lost.signal.aborted) continue;
      onNote(
        `the lease of ${id} ran out while this worker was stopped or cut off: it does not count`,
      );
      job.lost.abort();
    }
  });
  const stop = (): void => {
    if (stopped) return;
    stopped = true;
    // Redis need not know.
    taker.pause(true).catch(() => undefined);
  };
  return {
    active: () => running.size,
    stop,
    async close() {
      stop();
      if (await within(CLOSING_MILLISECONDS, taker.close())) return;
      // BullMQ waits for Redis before it stops this timer, which would keep us alive for ever.
      await taker.endRenewals();
      // Redis is away: it hears of the end when the leases run out.
      await within(DISCONNECTING_MILLISECONDS, taker.disconnect());
    },
  };
}
