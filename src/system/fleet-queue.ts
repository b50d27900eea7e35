import { loadBull, type FleetConnection } from './fleet-connection.ts';
import { within } from './within.ts';

/** A job that a worker has done with. */
export interface SettledJob {
  readonly key: string;
  readonly data: unknown;
  /** What the worker returned; undefined when the job failed. */
  readonly value: unknown;
  /** Why the job failed; null when it did not. */
  readonly failure: string | null;
}

/** The submitter's end of a queue of jobs. */
export interface FleetQueue {
  /** Adds a job; one of the same key that is there already stays as it is. */
  add(key: string, data: object): Promise<void>;
  /** Keys of the jobs that are done with and not removed yet. */
  settled(): Promise<readonly string[]>;
  /** Null when the job is gone meanwhile. */
  read(key: string): Promise<SettledJob | null>;
  has(key: string): Promise<boolean>;
  /** Removes a job, unless a worker is at it. */
  remove(key: string): Promise<void>;
  /** Removes all of it. */
  clear(): Promise<void>;
  close(): Promise<void>;
}

const CLOSING_MILLISECONDS = 2000;

/** Opens a queue. Throws EnvironmentError when the package for it is not installed. */
export async function openQueue(
  { redis, prefix }: FleetConnection,
  name: string,
  onSettled: () => void,
): Promise<FleetQueue> {
  const { Queue, QueueEvents } = await loadBull();
  const queue = new Queue(name, {
    connection: redis,
    prefix,
    skipVersionCheck: true,
    // Answers wait until the submitter has journaled them.
    defaultJobOptions: { removeOnComplete: false, removeOnFail: false },
  });
  const blocking = redis.duplicate();
  const events = new QueueEvents(name, {
    connection: blocking,
    prefix,
    skipVersionCheck: true,
  });
  // Outages are told by the connection.
  queue.on('error', () => undefined);
  events.on('error', () => undefined);
  blocking.on('error', () => undefined);
  events.on('completed', onSettled);
  events.on('failed', onSettled);
  return {
    async add(key, data) {
      await queue.add('trial', data, { jobId: key });
    },
    async settled() {
      // Not the jobs themselves: of a session that was killed, thousands may wait with their outputs.
      return queue.getRanges(['completed', 'failed'], 0, -1, true);
    },
    async read(key) {
      const job = await queue.getJob(key);
      if (job === undefined) return null;
      return {
        key,
        data: job.data as unknown,
        value: job.returnvalue as unknown,
        failure: job.failedReason || null,
      };
    },
    async has(key) {
      return (await queue.getJob(key)) !== undefined;
    },
    async remove(key) {
      await queue.remove(key);
    },
    async clear() {
      await queue.obliterate({ force: true });
    },
    async close() {
      // A Redis that is away answers neither.
      await within(CLOSING_MILLISECONDS, events.close());
      blocking.disconnect();
      await within(CLOSING_MILLISECONDS, queue.close());
    },
  };
}
