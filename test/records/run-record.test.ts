import { describe, expect, it } from 'vitest';
import { parseRunRecord, type RunRecord } from '../../src/records/run-record.ts';
import { EnvironmentError } from '../../src/system/errors.ts';
import { runRecord } from './samples.ts';

const path = '/w s/runs/x/run.json';

function without(value: object, key: string): object {
  return Object.fromEntries(Object.entries(value).filter(([name]) => name !== key));
}

describe('run.json', () => {
  it('is read back as it was written', () => {
    const written: RunRecord = runRecord();
    expect(parseRunRecord(JSON.parse(JSON.stringify(written)), path)).toStrictEqual(written);
  });

  it.each(Object.keys(without(runRecord(), 'schema')))('is damaged without its key %s', (key) => {
    expect(() => parseRunRecord(without(runRecord(), key), path)).toThrow(
      `${path} is damaged (its key ${key} is missing or wrong): restore it from a copy, or start a new run`,
    );
  });

  it.each(Object.keys(runRecord().options))('is damaged without its option %s', (key) => {
    const options = without(runRecord().options, key);
    expect(() => parseRunRecord({ ...runRecord(), options }, path)).toThrow('its key options');
  });

  it.each([null, 7, [], 'text', {}])('is damaged when it holds %j', (value) => {
    expect(() => parseRunRecord(value, path)).toThrow(EnvironmentError);
    expect(() => parseRunRecord(value, path)).toThrow(`${path} is damaged`);
  });

  it('of another schema asks for the version that wrote it', () => {
    expect(() => parseRunRecord({ schema: 'winrepro/run/2' }, path)).toThrow(
      `${path} is of the schema winrepro/run/2 and this winrepro reads winrepro/run/1`,
    );
  });
});
