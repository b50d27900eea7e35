import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { bisections, readBisection } from '../../src/records/bisection-folder.ts';
import { axisKinds, parseBisectionRecord } from '../../src/records/bisection-record.ts';
import { campaignFolder, createCampaign } from '../../src/records/campaign-folder.ts';
import { parseEntry } from '../../src/records/parse-entry.ts';
import { EnvironmentError } from '../../src/system/errors.ts';
import {
  bisectionRecord,
  rowBuilt,
  rowFailed,
  searchBegan,
  skipped,
  undone,
} from '../campaigns/bisect/samples.ts';
import { testFolder } from '../system/folder.ts';

const path = '/w s/bisections/x/bisection.json';

function changed(changes: object): unknown {
  return { ...bisectionRecord(), ...changes };
}

describe('bisection.json', () => {
  it.each([
    ['of a set', bisectionRecord()],
    ['of ordered elements', bisectionRecord({ space: { type: 'ordered' } })],
    ['of a clearing set', bisectionRecord({ space: { type: 'clearing' } })],
    ['of single changes', bisectionRecord({ space: { type: 'singles' } })],
    [
      'with every option given',
      bisectionRecord({
        platform: 'win32',
        layouts: 7,
        earliest: 1039,
        axis: { ...bisectionRecord().axis, find: 'fix', within: 'A..B', expand: false },
        space: {
          type: 'set',
          implications: [[1, 0]],
          parts: [[2, 0]],
          maxSets: 3,
          strategy: 'one',
        },
        options: {
          budgetSeconds: 0.5,
          maxBuilds: 9,
          layouts: 3,
          buildCost: 0.25,
          startupCost: 0,
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
    expect(parseBisectionRecord(JSON.parse(JSON.stringify(written)), path)).toStrictEqual(written);
  });

  it.each(axisKinds)('may be of an axis of %s', (kind) => {
    const record = bisectionRecord({ axis: { ...bisectionRecord().axis, kind } });
    expect(parseBisectionRecord(record, path)).toStrictEqual(record);
  });

  it.each([
    ['of another schema', { schema: 'winrepro/matrix/1' }, /schema/],
    ['of a later schema', { schema: 'winrepro/bisection/2' }, /schema/],
    ['of a space that there is not', { space: { type: 'tree' } }, /space/],
    ['without layouts', { layouts: null }, /layouts/],
    ['with elements that are no texts', { elements: [1, 2] }, /elements/],
    ['without a variant', { variant: undefined }, /variant/],
    ['of another kind of axis', { axis: { ...bisectionRecord().axis, kind: 'moons' } }, /axis/],
    ['without a delta', { options: { ...bisectionRecord().options, delta: 'small' } }, /options/],
  ])('%s is refused, with what is wrong', (_what, changes, words) => {
    expect(() => parseBisectionRecord(changed(changes), path)).toThrow(EnvironmentError);
    expect(() => parseBisectionRecord(changed(changes), path)).toThrow(words);
  });

  it.each([
    ['a set that does not say what implies what', { type: 'set', maxSets: 1, strategy: 'one' }],
    ['a set of another strategy', { ...bisectionRecord().space, strategy: 'guess' }],
    ['an implication of three', { ...bisectionRecord().space, implications: [[0, 1, 2]] }],
  ])('with %s is refused', (_what, space) => {
    expect(() => parseBisectionRecord(changed({ space }), path)).toThrow(EnvironmentError);
  });
});

describe('the folder of a bisection', () => {
  it('holds its record, under its id', async () => {
    const workspace = join(await testFolder(), 'ä b');
    mkdirSync(workspace);
    const record = bisectionRecord();
    await createCampaign(bisections, workspace, record);
    const folder = campaignFolder(bisections, workspace, record.id);
    expect(folder.path).toContain(record.id);
    expect(await readBisection(folder)).toStrictEqual(record);

    writeFileSync(folder.record, '{"schema": "winrepro/bisection/1"}');
    await expect(readBisection(folder)).rejects.toThrow(EnvironmentError);
  });
});

describe('what the journal of a bisection holds', () => {
  it.each([
    rowBuilt('0-4'),
    rowBuilt('0-4~2', null),
    rowFailed('0,2'),
    searchBegan({ build: 0, masked: 0.5, layouts: 7 }),
    skipped('none'),
    undone(3, 4),
  ])('is read back as it was written: $type', (entry) => {
    expect(parseEntry(JSON.stringify(entry))).toEqual({ entry });
  });

  it.each([
    { ...searchBegan(), crashes: -1 },
    { ...searchBegan(), exposure: 'long' },
    { ...undone(), trials: [1.5] },
    { ...skipped('0'), candidate: 0 },
  ])('is refused when it is damaged: %j', (entry) => {
    expect(parseEntry(JSON.stringify(entry))).toHaveProperty('problem');
  });
});
