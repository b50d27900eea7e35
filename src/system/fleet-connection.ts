import type * as Bull from 'bullmq';
import type { Redis } from 'ioredis';
import { sleep } from './clock.ts';
import { EnvironmentError, UserError } from './errors.ts';

/** A connection to the Redis that a fleet shares. */
export interface FleetConnection {
  readonly redis: Redis;
  /** Scheme, host and port: what may be shown. */
  readonly address: string;
  /** Begins every key. */
  readonly prefix: string;
  close(): Promise<void>;
}

/** How long a Redis may take to answer at first, milliseconds. */
const PATIENCE = 10_000;
const LONGEST_RETRY = 2000;

/**
 * Connects to the Redis of a fleet. An outage later on is waited out, and told once when it begins and
 * once when it is over. User, password and TLS are in the address, and are never shown.
 *
 * @param url `redis://` or `rediss://`.
 * @throws UserError for another address, EnvironmentError when it cannot be reached, or when the
 *   packages that speak to it are not installed.
 */
export async function connectFleet(
  url: string,
  prefix: string,
  onNote: (message: string) => void,
): Promise<FleetConnection> {
  const address = addressOf(url);
  const Client = await loadRedis();
  const redis = new Client(url, {
    maxRetriesPerRequest: null,
    connectTimeout: PATIENCE,
    retryStrategy: (times: number) => Math.min(LONGEST_RETRY, times * 100),
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
    if (lost) onNote(`the queue at ${address} is back`);
    lost = false;
  });
  const patience = new AbortController();
  const answered = await Promise.race([
    redis.ping().then(
      () => true,
      (error: unknown) => {
        why = error instanceof Error ? words(error, url) : why;
        return false;
      },
    ),
    sleep(PATIENCE, patience.signal).then(
      () => false,
      () => false,
    ),
  ]);
  patience.abort();
  if (!answered) {
    redis.disconnect();
    throw new EnvironmentError(
      `the queue at ${address} cannot be reached (${why}): see that Redis runs there, and that user, password and TLS in the address are right`,
    );
  }
  ready = true;
  return {
    redis,
    address,
    prefix,
    async close() {
      ready = false;
      if (redis.status === 'ready') await redis.quit().catch(() => undefined);
      redis.disconnect();
    },
  };
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
