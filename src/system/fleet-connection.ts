import type * as Bull from 'bullmq';
import type { Redis } from 'ioredis';
import { EnvironmentError, UserError } from './errors.ts';
import { within } from './within.ts';

/** A connection to the Redis that a fleet shares. */
export interface FleetConnection {
  readonly redis: Redis;
  /** Scheme, host and port: what may be shown. */
  readonly address: string;
  /** Begins every key. */
  readonly prefix: string;
  /** From now on nothing waits for Redis for long: what it does not answer soon, fails. */
  hurry(): void;
  close(): Promise<void>;
}

/** How long a Redis may take to answer at first, milliseconds. */
const PATIENCE = 10_000;
const LONGEST_RETRY = 2000;
/** In a hurry: how long a Redis may take that is there, and one that is away, milliseconds. */
const LAST_WORDS = 15_000;
const LAST_CHANCE = 1000;

/**
 * Connects to the Redis of a fleet. An outage later on is waited out, and told once when it begins and
 * once when it is over. User, password and TLS are in the address, and are never shown.
 *
 * @param url `redis://` or `rediss://`.
 * @throws UserError for another address, EnvironmentError when it cannot be reached or not be written
 *   to, or when the packages that speak to it are not installed.
 */
export async function connectFleet(
  url: string,
  prefix: string,
  onNote: (message: string) => void,
): Promise<FleetConnection> {
  const address = addressOf(url);
  const Client = await loadRedis();
  let over = false;
  const redis = new Client(url, {
    maxRetriesPerRequest: null,
    connectTimeout: PATIENCE,
    // The connections that BullMQ makes of this one do the same: none of them keeps us alive.
    retryStrategy: (times: number) => (over ? null : Math.min(LONGEST_RETRY, times * 100)),
  });
  let why = 'it did not answer';
  let lost = false;
  let ready = false;
  redis.on('error', (error: Error) => {
    why = words(error, url);
    if (!ready || lost) return;
    lost = true;
    onNote(`lost the queue at ${address} (${why}); waits for it`);
  });
  redis.on('close', () => {
    if (!ready || lost) return;
    lost = true;
    onNote(`lost the queue at ${address}; waits for it`);
  });
  redis.on('ready', () => {
    if (over) redis.disconnect();
    if (lost) onNote(`the queue at ${address} is back`);
    lost = false;
  });
  // A write, since a user who may only read, or a full disk, is better met here than later.
  const hello = redis.set(`${prefix}:hello`, '1', 'EX', 1).catch((error: unknown) => {
    why = error instanceof Error ? words(error, url) : why;
    throw error;
  });
  if (!(await within(PATIENCE, hello))) {
    over = true;
    redis.disconnect();
    throw new EnvironmentError(
      `the queue at ${address} cannot be used (${why}): see that Redis runs there, and that user, password and TLS in the address are right`,
    );
  }
  ready = true;
  let hurried: NodeJS.Timeout | undefined;
  return {
    redis,
    address,
    prefix,
    hurry() {
      hurried ??= setTimeout(
        () => {
          [ready, over] = [false, true];
          endNow(redis);
        },
        lost ? LAST_CHANCE : LAST_WORDS,
      ).unref();
    },
    async close() {
      [ready, over] = [false, true];
      clearTimeout(hurried);
      if (redis.status === 'ready') await within(LAST_CHANCE, redis.quit());
      endNow(redis);
    },
  };
}

/** A client that is told to disconnect between two attempts never fails what waits for it. */
function endNow(redis: Redis): void {
  if (redis.status !== 'reconnecting') redis.disconnect();
}

function addressOf(url: string): string {
  const parsed = URL.canParse(url) ? new URL(url) : null;
  if (parsed === null || !['redis:', 'rediss:'].includes(parsed.protocol)) {
    throw new UserError(
      '--queue takes the address of a Redis, such as redis://user:password@host:6379, or rediss:// with TLS',
    );
  }
  return `${parsed.protocol}//${parsed.hostname}:${parsed.port === '' ? '6379' : parsed.port}`;
}

/**
 * Why Redis refused a command that reached it: its disk is full, the user may not. Null for every other
 * error.
 */
export function refusalOf(error: unknown): string | null {
  if (!(error instanceof Error) || error.name !== 'ReplyError') return null;
  return error.message.split('\n')[0] ?? '';
}

/** What went wrong, without the address that some messages quote. */
function words(error: Error, url: string): string {
  const first = error.message.split('\n')[0] ?? '';
  return (first === '' ? error.name : first).replaceAll(url, 'the address');
}

async function loadRedis(): Promise<typeof Redis> {
  return (await orMissing(import('ioredis'))).Redis;
}

/** The queue on top of Redis. Throws EnvironmentError when it is not installed. */
export function loadBull(): Promise<typeof Bull> {
  return orMissing(import('bullmq'));
}

/** Only fleets need these packages, so they may be missing. */
async function orMissing<Module>(module: Promise<Module>): Promise<Module> {
  try {
    return await module;
  } catch (cause) {
    throw new EnvironmentError(
      'a fleet needs the packages bullmq and ioredis, which are not installed: npm install bullmq ioredis',
      { cause },
    );
  }
}
