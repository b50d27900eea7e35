import { describe, expect, it } from 'vitest';
import { parseMatrixRecord } from '../../src/records/matrix-record.ts';
import { EnvironmentError } from '../../src/system/errors.ts';
import { matrixRecord, matrixRow } from './matrix-samples.ts';

const path = '/w s/matrices/x/matrix.json';

function without(value: object, key: string): object {
  return Object.fromEntries(Object.entries(value).filter(([name]) => name !== key));
}

describe('matrix.json', () => {
  it.each([
    ['of a matrix', matrixRecord()],
    [
      'of a probe with every option given',
      matrixRecord({
        kind: 'probe',
        earliest: 1039,
        rows: [
          matrixRow('a~placebo-1', { variant: 'a', layout: 'placebo-1', expected: 'unknown' }),
          matrixRow('n', { role: 'negative-control' }),
        ],
        options: {
          ...matrixRecord().options,
          budgetSeconds: 0.5,
          timeoutSeconds: null,
          stallSeconds: null,
          iterations: 500,
          watch: 'heartbeat',
          compiler: 'C:\\Program Files\\LLVM\\clang.exe',
          interpreter: '/o p t/pypy 木',
          lock: 'conda.lock',
          source: { archive: 'D:\\numpy.zip' },
        },
      }),
    ],
  ])('%s is read back as it was written', (_what, written) => {
    expect(parseMatrixRecord(JSON.parse(JSON.stringify(written)), path)).toStrictEqual(written);
  });

  it.each(Object.keys(without(matrixRecord(), 'schema')))(
    'is damaged without its key %s',
    (key) => {
      expect(() => parseMatrixRecord(without(matrixRecord(), key), path)).toThrow(
        `${path} is damaged (its key ${key} is missing or wrong): restore it from a copy, or start a new matrix`,
      );
    },
  );

  it.each(Object.keys(matrixRecord().options))('is damaged without its option %s', (key) => {
    const options = without(matrixRecord().options, key);
    expect(() => parseMatrixRecord({ ...matrixRecord(), options }, path)).toThrow(
      'its key options',
    );
  });

  it.each(Object.keys(matrixRow('a')))('is damaged when a row lacks its %s', (key) => {
    const row = without(matrixRow('a'), key);
    const rows = [matrixRow('b'), row];
    expect(() => parseMatrixRecord({ ...matrixRecord(), rows }, path)).toThrow('its key rows');
    expect(() => parseMatrixRecord({ ...matrixRecord(), control: row }, path)).toThrow(
      'its key control',
    );
  });

  it.each([
    ['kind', 'hunt'],
    ['rows', { 0: matrixRow('a') }],
    ['earliest', -1],
    ['earliest', 1.5],
    ['control', matrixRow('a', { role: 'judge' as 'placebo' })],
    ['rows', [matrixRow('a', { expected: 'maybe' as 'unknown' })]],
    ['options', { ...matrixRecord().options, beta: null }],
    ['options', { ...matrixRecord().options, watch: 'screen' }],
    ['options', { ...matrixRecord().options, source: { archive: 7 } }],
    ['argv', 'matrix control'],
  ])('is damaged when its %s is %j', (key, value) => {
    expect(() => parseMatrixRecord({ ...matrixRecord(), [key]: value }, path)).toThrow(
      `its key ${key} is missing or wrong`,
    );
  });

  it.each([null, 7, [], 'text', {}])('is damaged when it holds %j', (value) => {
    expect(() => parseMatrixRecord(value, path)).toThrow(EnvironmentError);
    expect(() => parseMatrixRecord(value, path)).toThrow(`${path} is damaged`);
  });

  it('of another schema asks for the version that wrote it', () => {
    expect(() => parseMatrixRecord({ schema: 'winrepro/matrix/2' }, path)).toThrow(
      `${path} is of the schema winrepro/matrix/2 and this winrepro reads winrepro/matrix/1`,
    );
  });
});
