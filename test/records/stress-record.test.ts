import { describe, expect, it } from 'vitest';
import { parseStressRecord } from '../../src/records/stress-record.ts';
import { EnvironmentError } from '../../src/system/errors.ts';
import { stressRecord } from '../campaigns/stress/samples.ts';

const path = '/w s/stress/x/stress.json';
const full = stressRecord({
  by: 'merge',
  earliest: 1039,
  variants: [{ name: 'O0', role: 'negative-control', why: 'ä', expected: 'clears' }],
  merged: [
    { id: 'a', machine: 'lab-1', shard: { index: 1, count: 2 } },
    { id: 'b', machine: 'lab-2', shard: null },
  ],
  options: {
    ...{ forSeconds: 0.5, trials: null, untilCrashes: 3, timeoutSeconds: 60, stallSeconds: null },
    ...{ iterations: 500, watch: 'heartbeat', compiler: 'C:\\Program Files\\LLVM\\clang.exe' },
    ...{ interpreter: '/o p t/pypy 木', lock: 'conda.lock', source: { archive: 'D:\\numpy.zip' } },
    shard: { index: 2, count: 4 },
  },
});

function without(value: object, key: string): object {
  return Object.fromEntries(Object.entries(value).filter(([name]) => name !== key));
}

describe('stress.json', () => {
  it.each([
    ['of a stress run', stressRecord()],
    ['with every option given', full],
  ])('%s is read back as it was written', (_what, written) => {
    expect(parseStressRecord(JSON.parse(JSON.stringify(written)), path)).toStrictEqual(written);
  });

  it.each(Object.keys(without(full, 'schema')))('without %s is refused by its path', (key) => {
    expect(() => parseStressRecord(without(full, key), path)).toThrow(EnvironmentError);
    expect(() => parseStressRecord(without(full, key), path)).toThrow(path);
  });

  it.each(Object.keys(full.options))('without the option %s is refused', (key) => {
    const record = { ...full, options: without(full.options, key) };
    expect(() => parseStressRecord(record, path)).toThrow(EnvironmentError);
  });

  it.each<[string, object]>([
    ['of another schema', { ...full, schema: 'winrepro/stress/2' }],
    ['without a variant', { ...full, variants: [] }],
    ['with a variant without a name', { ...full, variants: [{ ...full.variants[0], name: 1 }] }],
    ['by nobody known', { ...full, by: 'hand' }],
    ['with half a shard', { ...full, options: { ...full.options, shard: { index: 1 } } }],
    ['with a negative cap', { ...full, options: { ...full.options, keepBytes: -1 } }],
    ['merged of something else', { ...full, merged: ['a'] }],
  ])('%s is refused', (_what, record) => {
    expect(() => parseStressRecord(record, path)).toThrow(EnvironmentError);
  });

  it.each([null, 7, 'x', []])('that is %o is refused', (value) => {
    expect(() => parseStressRecord(value, path)).toThrow(EnvironmentError);
  });
});
