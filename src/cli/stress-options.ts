import type { Argv } from 'yargs';
import type { Shard, StressOptions } from '../records/stress-record.ts';
import { UserError } from '../system/errors.ts';
import { byteCount, span, trialLimits, wholeNumber, type TrialArguments } from './options.ts';

/** When a stress run ends, and what it may take of the machine. */
export function stressOptions<T>(yargs: Argv<T>) {
  return yargs
    .option('for', {
      type: 'string',
      requiresArg: true,
      describe:
        'run so long, such as 8h (a bare number: seconds); sleeps of the machine and pauses do not count',
    })
    .option('trials', {
      type: 'number',
      requiresArg: true,
      describe: 'run so many trials, of all variants and shards together',
    })
    .option('until', {
      type: 'string',
      requiresArg: true,
      describe: 'stop at so many crashes of all variants together, such as 5-crashes',
    })
    .option('variants', {
      type: 'string',
      requiresArg: true,
      describe: 'these in turn, their names with commas between [default: the positive control]',
    })
    .option('shard', {
      type: 'string',
      requiresArg: true,
      describe:
        'run only the trials of shard i of n, written i/n; `winrepro merge` puts them together',
    })
    .option('machine', {
      type: 'string',
      requiresArg: true,
      describe: 'what the history calls this machine [default: its name in the network]',
    })
    .option('keep', {
      type: 'string',
      requiresArg: true,
      default: '1GB',
      describe: 'what kept outputs may take; the first of each signature is kept beyond it',
    })
    .option('min-disk', {
      type: 'string',
      requiresArg: true,
      default: '500MB',
      describe: 'stop with less space on the disk',
    })
    .option('min-memory', {
      type: 'string',
      requiresArg: true,
      default: '200MB',
      describe: 'start no trial with less memory available',
    });
}

/** Where the verdict on a stress run goes beside the screen. */
export function notifyOption<T>(yargs: Argv<T>) {
  return yargs.option('notify', {
    type: 'string',
    requiresArg: true,
    describe: 'post the verdict as JSON to this web address [default: $WINREPRO_NOTIFY]',
  });
}

/** Where the verdict goes; null for nowhere. */
export function notifyAddress(given: string | undefined): string | null {
  return given ?? process.env['WINREPRO_NOTIFY'] ?? null;
}

interface StressLimitArguments extends Omit<TrialArguments, 'jobs'> {
  readonly jobs: number | undefined;
  readonly for: string | undefined;
  readonly trials: number | undefined;
  readonly until: string | undefined;
  readonly shard: string | undefined;
  readonly keep: string;
  readonly minDisk: string;
  readonly minMemory: string;
}

type StressLimits = Omit<
  StressOptions,
  'seed' | 'iterations' | 'watch' | 'compiler' | 'interpreter' | 'lock' | 'source'
> & { readonly seed: number | undefined };

/**
 * What the options above ask for. Throws UserError.
 *
 * @param processors of this machine: one is left free unless `--jobs` says otherwise.
 */
export function stressLimits(argv: StressLimitArguments, processors: number): StressLimits {
  const jobs = argv.jobs ?? Math.max(1, processors - 1);
  if (argv.shard !== undefined && argv.seed === undefined) {
    throw new UserError(
      '--shard needs --seed, the same number for all shards: a random one would make each a run of its own, which cannot be merged',
    );
  }
  return {
    ...trialLimits({ ...argv, jobs }),
    forSeconds: argv.for === undefined ? null : span('for', argv.for),
    trials: argv.trials === undefined ? null : wholeNumber('trials', argv.trials, 1, 1_000_000_000),
    untilCrashes: argv.until === undefined ? null : crashes(argv.until),
    shard: argv.shard === undefined ? null : shardOf(argv.shard),
    keepBytes: byteCount('keep', argv.keep),
    leastDiskBytes: byteCount('min-disk', argv.minDisk),
    leastMemoryBytes: byteCount('min-memory', argv.minMemory),
  };
}

/** Names with commas between, each once. */
export function variantNames(text: string | undefined): readonly string[] {
  if (text === undefined) return [];
  const names = text.split(',').map((name) => name.trim());
  if (names.some((name) => name === '')) {
    throw new UserError(`--variants takes names with commas between, such as a,b, not ${text}`);
  }
  return [...new Set(names)];
}

function crashes(text: string): number {
  const number = /^(\d+)(?:-crash(?:es)?)?$/.exec(text.trim())?.[1];
  if (number === undefined) {
    throw new UserError(`--until takes a number of crashes such as 5-crashes, not ${text}`);
  }
  return wholeNumber('until', Number(number), 1, 1_000_000_000);
}

function shardOf(text: string): Shard {
  const [, index, count] = /^(\d+)\/(\d+)$/.exec(text.trim()) ?? [];
  const shard = { index: Number(index), count: Number(count) };
  if (count === undefined || shard.index < 1 || shard.index > shard.count || shard.count > 10_000) {
    throw new UserError(`--shard takes i/n with i from 1 to n, such as 2/4, not ${text}`);
  }
  return shard;
}
