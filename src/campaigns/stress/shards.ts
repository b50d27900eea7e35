import type { StressFolder } from '../../records/stress-folder.ts';
import type { Shard, StressRecord } from '../../records/stress-record.ts';
import { UserError } from '../../system/errors.ts';

/** A stress run on the disk, here or brought from another machine. */
export interface FoundStress {
  readonly record: StressRecord;
  readonly folder: StressFolder;
}

/** One shard of a campaign, with the name that its trials get. */
export interface FoundShard extends FoundStress {
  readonly shard: Shard;
  /** The machine; with the number of the shard where several shards have the same. */
  readonly worker: string;
}

/**
 * The stress runs as shards of one campaign, in their order.
 *
 * @throws UserError when one is no shard, or is a shard of something else, naming what differs.
 */
export function requireShards(found: readonly FoundStress[]): readonly FoundShard[] {
  const [first] = found;
  if (first === undefined) {
    throw new UserError('there is no stress run to merge: name the folders of the shards');
  }
  const shards = found.map((one) => ({ ...one, shard: shardOf(one.record) }));
  for (const other of shards) {
    const differs = difference(first.record, other.record);
    if (differs !== null) {
      throw new UserError(
        `${other.record.id} is no shard of the same run as ${first.record.id}: ${differs}; merge only shards that were started with the same recipe and options`,
      );
    }
  }
  const sorted = shards.sort((a, b) => a.shard.index - b.shard.index);
  for (const [place, { record, shard }] of sorted.entries()) {
    const next = sorted[place + 1];
    if (next?.shard.index === shard.index) {
      throw new UserError(
        `${record.id} and ${next.record.id} are both shard ${shard.index}/${shard.count}, whose trials would count twice: leave one out`,
      );
    }
  }
  const named = sorted.map(({ record }) => record.machine);
  return sorted.map((one) => {
    const { machine } = one.record;
    const isOnly = named.filter((name) => name === machine).length === 1;
    return { ...one, worker: isOnly ? machine : `${machine}/${one.shard.index}` };
  });
}

/** The shards that are missing, by their numbers. */
export function missingShards(shards: readonly FoundShard[]): readonly number[] {
  const count = shards[0]?.shard.count ?? 0;
  const all = Array.from({ length: count }, (_, index) => index + 1);
  return all.filter((index) => !shards.some(({ shard }) => shard.index === index));
}

function shardOf({ id, options }: StressRecord): Shard {
  if (options.shard !== null) return options.shard;
  throw new UserError(
    `${id} is no shard: its trials have the numbers of any other run; start the parts with winrepro stress --shard i/n, or see winrepro history for whole runs`,
  );
}

/** What makes two runs different campaigns, in words; null when nothing does. */
function difference(a: StressRecord, b: StressRecord): string | null {
  const facts = (record: StressRecord): Readonly<Record<string, unknown>> => ({
    recipe: record.recipe.name,
    'text of the recipe': record.recipe.sha256,
    variants: record.variants.map(({ name }) => name).join(','),
    'number of shards': record.options.shard?.count,
    '--seed': record.options.seed,
    '--trials': record.options.trials,
    '--iterations': record.options.iterations,
    '--watch': record.options.watch,
    '--timeout': record.options.timeoutSeconds,
    '--stall': record.options.stallSeconds,
    platform: record.platform,
  });
  const [before, after] = [facts(a), facts(b)];
  const key = Object.keys(before).find((name) => before[name] !== after[name]);
  return key === undefined
    ? null
    : `its ${key} is ${String(after[key])} and not ${String(before[key])}`;
}
