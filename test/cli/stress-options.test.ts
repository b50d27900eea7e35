import { describe, expect, it } from 'vitest';
import { stressLimits, variantNames } from '../../src/cli/stress-options.ts';
import { UserError } from '../../src/system/errors.ts';

type Given = Parameters<typeof stressLimits>[0];

const nothing: Given = {
  ...{ jobs: undefined, timeout: '1h', stall: '60s', seed: undefined, for: undefined },
  ...{ trials: undefined, until: undefined, shard: undefined },
  ...{ keep: '1GB', minDisk: '500MB', minMemory: '200MB' },
};

function limits(changes: Partial<Given>, processors = 4): ReturnType<typeof stressLimits> {
  return stressLimits({ ...nothing, ...changes }, processors);
}

describe('the limits of a stress run', () => {
  it('are none unless given, but for what the machine needs', () => {
    expect(limits({})).toEqual({
      ...{ forSeconds: null, trials: null, untilCrashes: null, shard: null, seed: undefined },
      ...{ jobs: 3, timeoutSeconds: 3600, stallSeconds: 60 },
      ...{ keepBytes: 1e9, leastDiskBytes: 5e8, leastMemoryBytes: 2e8 },
    });
  });

  it.each([
    [1, 1],
    [2, 1],
    [64, 63],
  ])('of %d processors take %d at a time', (processors, jobs) => {
    expect(limits({}, processors).jobs).toBe(jobs);
    expect(limits({ jobs: 7 }, processors).jobs).toBe(7);
  });

  it.each([
    ['8h', 28_800],
    ['90', 90],
    [' 1.5m ', 90],
    ['0', null],
  ])('--for %s', (given, forSeconds) => {
    expect(limits({ for: given }).forSeconds).toBe(forSeconds);
  });

  it.each([
    ['5-crashes', 5],
    ['1-crash', 1],
    ['12', 12],
  ])('--until %s', (until, untilCrashes) => {
    expect(limits({ until }).untilCrashes).toBe(untilCrashes);
  });

  it.each([
    ['1/1', { index: 1, count: 1 }],
    [' 10000/10000 ', { index: 10_000, count: 10_000 }],
  ])('--shard %s', (shard, expected) => {
    expect(limits({ shard, seed: 7 }).shard).toEqual(expected);
  });

  it.each([
    ['0B', 0],
    ['100kB', 100_000],
    ['1.5 mb', 1_500_000],
    ['2TB', 2e12],
    ['77', 77],
  ])('--keep %s', (keep, keepBytes) => {
    expect(limits({ keep }).keepBytes).toBe(keepBytes);
  });

  it.each<[string, Partial<Given>]>([
    ['--for', { for: 'tonight' }],
    ['--for', { for: '-1h' }],
    ['--trials', { trials: 0 }],
    ['--trials', { trials: 1.5 }],
    ['--trials', { trials: NaN }],
    ['--until', { until: '0-crashes' }],
    ['--until', { until: 'crash' }],
    ['--until', { until: '5 crashes' }],
    ['--shard', { shard: '0/4', seed: 7 }],
    ['--shard', { shard: '5/4', seed: 7 }],
    ['--shard', { shard: '1/10001', seed: 7 }],
    ['--shard', { shard: '1', seed: 7 }],
    ['--shard', { shard: '1/2/3', seed: 7 }],
    ['--seed', { shard: '1/2', seed: undefined }],
    ['--keep', { keep: '1GiB' }],
    ['--min-disk', { minDisk: '-1MB' }],
    ['--min-memory', { minMemory: 'all' }],
    ['--jobs', { jobs: 0 }],
    ['--seed', { seed: -1 }],
  ])('%s is refused by its name: %o', (name, changes) => {
    expect(() => limits(changes)).toThrow(UserError);
    expect(() => limits(changes)).toThrow(name);
  });
});

it.each([
  [undefined, []],
  ['O0', ['O0']],
  [' O0 ,optimized,O0', ['O0', 'optimized']],
])('the variants %o, each once', (text, names) => {
  expect(variantNames(text)).toEqual(names);
});

it.each(['', ',', 'O0,,optimized', 'O0,'])('the variants %j have a name missing', (text) => {
  expect(() => variantNames(text)).toThrow(/--variants takes names with commas between/);
});

it('a shard without a seed is refused: every machine would draw its own', () => {
  expect(() => limits({ shard: '1/4', seed: undefined })).toThrow(/--shard needs --seed/);
});
