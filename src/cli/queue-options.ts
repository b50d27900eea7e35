import type { Argv } from 'yargs';

export const DEFAULT_PREFIX = 'winrepro';

/** Where a fleet meets, for the submitter and its workers alike. */
export function queueOptions<T>(yargs: Argv<T>) {
  return yargs
    .option('queue', {
      type: 'string',
      describe:
        'the Redis of a fleet, redis:// or rediss://, with user and password [no address: $WINREPRO_QUEUE]',
    })
    .option('queue-prefix', {
      type: 'string',
      requiresArg: true,
      default: DEFAULT_PREFIX,
      describe: 'begins all keys in that Redis: fleets with different ones do not see each other',
    });
}

/** The Redis of the fleet, as given or as the environment says; null when there is none. */
export function queueAddress(given: string | undefined): string | null {
  const address = given === undefined || given === '' ? process.env['WINREPRO_QUEUE'] : given;
  return address === undefined || address === '' ? null : address;
}
