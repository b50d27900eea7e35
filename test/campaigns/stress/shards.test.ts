import { describe, expect, it } from 'vitest';
import {
  missingShards,
  requireShards,
  type FoundStress,
} from '../../../src/campaigns/stress/shards.ts';
import { stressFolderAt } from '../../../src/records/stress-folder.ts';
import type { StressRecord } from '../../../src/records/stress-record.ts';
import { UserError } from '../../../src/system/errors.ts';
import { shardRecord, stressRecord } from './samples.ts';

const whole = stressRecord();

function found(record: StressRecord): FoundStress {
  return { record, folder: stressFolderAt(`/a b/stress/${record.id}`) };
}

function shard(index: number, changes: Partial<StressRecord> = {}): FoundStress {
  return found({ ...shardRecord(whole, { index, count: 3 }), ...changes });
}

describe('shards', () => {
  it('come in their order, each with the name of its machine', () => {
    const shards = requireShards([shard(3), shard(1), shard(2)]);
    expect(shards.map(({ worker }) => worker)).toEqual(['lab-1', 'lab-2', 'lab-3']);
    expect(missingShards(shards)).toEqual([]);
  });

  it('of one machine are told apart by their numbers', () => {
    const machine = 'runner';
    const shards = requireShards([shard(1, { machine }), shard(2), shard(3, { machine })]);
    expect(shards.map(({ worker }) => worker)).toEqual(['runner/1', 'lab-2', 'runner/3']);
  });

  it('that are missing are named', () => {
    expect(missingShards(requireShards([shard(2)]))).toEqual([1, 3]);
  });

  it('may differ in what changes no trial', () => {
    const own = shard(2);
    const { options } = own.record;
    const changed = found({
      ...own.record,
      winrepro: '0.2.0',
      options: { ...options, jobs: 9, keepBytes: 1, leastDiskBytes: 2, forSeconds: 60 },
    });
    expect(requireShards([shard(1), changed])).toHaveLength(2);
  });
});

describe('refused as shards of one campaign', () => {
  const options = shard(2).record.options;
  const { recipe } = whole;
  it.each<[string, StressRecord, RegExp]>([
    ['a whole run', whole, /4f2a is no shard: its trials have the numbers of any other run/],
    [
      'another seed',
      shard(2, { options: { ...options, seed: 8 } }).record,
      /-shard-2-0002 is no shard of the same run as \S+-shard-1-0001: its --seed is 8 and not 7;/,
    ],
    [
      'another number of shards',
      found(shardRecord(whole, { index: 2, count: 4 })).record,
      /its number of shards is 4 and not 3/,
    ],
    [
      'another number of trials',
      shard(2, { options: { ...options, trials: null } }).record,
      /its --trials is null and not 12/,
    ],
    [
      'other variants',
      shard(2, { variants: whole.variants.slice(1) }).record,
      /its variants is O0 and not optimized,O0/,
    ],
    [
      'another text of the recipe',
      shard(2, { recipe: { ...recipe, sha256: '1'.repeat(64) } }).record,
      /its text of the recipe is 1{64} and not 0{64}/,
    ],
    ['another platform', shard(2, { platform: 'win32-x64' }).record, /platform is win32-x64/],
    ['the same shard', shard(1, { id: 'other' }).record, /are both shard 1\/3, whose trials would/],
  ])('%s', (_what, record, message) => {
    const both = (): unknown => requireShards([shard(1), found(record)]);
    expect(both).toThrow(UserError);
    expect(both).toThrow(message);
  });

  it('nothing at all', () => {
    expect(() => requireShards([])).toThrow(UserError);
  });
});
