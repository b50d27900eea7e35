import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mergeShards } from '../../../src/campaigns/stress/merge.ts';
import { stressResultOf } from '../../../src/campaigns/stress/result.ts';
import type { FoundStress } from '../../../src/campaigns/stress/shards.ts';
import type { JournalEntry } from '../../../src/records/journal-entry.ts';
import { readStress, stressFolder } from '../../../src/records/stress-folder.ts';
import type { StressRecord } from '../../../src/records/stress-record.ts';
import type { StressResult } from '../../../src/records/stress-result.ts';
import { EnvironmentError } from '../../../src/system/errors.ts';
import { crashRecord } from '../../records/samples.ts';
import { testFolder } from '../../system/folder.ts';
import { shardRecord, stressRecord, wholeSession, writeStress } from './samples.ts';

const tools = { version: '0.1.0', argv: ['merge', 'x'], suffix: 'abcd' };

async function shardIn(
  workspace: string,
  record: StressRecord,
  entries?: readonly JournalEntry[],
): Promise<FoundStress> {
  const folder = stressFolder(join(workspace, record.machine), record.id);
  await writeStress(folder, record, entries);
  return { record, folder };
}

/** What is told of the trials, without machines and builds. */
function told({ totals, variants, pace, verdict }: StressResult): unknown {
  const own = variants.map((variant) => ({ ...variant, builds: [], workers: [] }));
  return rounded([totals, pace, verdict, own]);
}

describe('a merge of shards', () => {
  it('has the trials of the single run, whatever their number and that of the shards', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 5 }),
        fc.integer({ min: 1, max: 60 }),
        async (count, trials) => {
          const workspace = await testFolder();
          const whole = stressRecord({ options: { trials } });
          const single = await shardIn(workspace, { ...whole, machine: 'single' });
          const shards = [];
          for (let index = count; index >= 1; index -= 1) {
            shards.push(await shardIn(workspace, shardRecord(whole, { index, count })));
          }
          const merged = await mergeShards(shards, workspace, tools);
          const expected = await stressResultOf(single.record, single.folder, tools.version);
          expect(countsOf(merged)).toEqual(countsOf(expected));
          expect(merged).toMatchObject({
            state: 'finished',
            by: 'merge',
            shard: null,
            resume: null,
          });
          // Read again from its files, as a report does, it is the same.
          const folder = stressFolder(workspace, merged.stress);
          const record = await readStress(folder);
          expect(await stressResultOf(record, folder, tools.version)).toEqual(merged);
          expect(JSON.parse(readFileSync(folder.result, 'utf8'))).toEqual(merged);
        },
      ),
      { numRuns: 12 },
    );
  });

  it('of one shard of one is the run itself, trial by trial', async () => {
    const workspace = await testFolder();
    const whole = stressRecord({ options: { trials: 40 } });
    const single = await shardIn(workspace, { ...whole, machine: 'single' });
    const only = await shardIn(workspace, shardRecord(whole, { index: 1, count: 1 }));
    const merged = await mergeShards([only], workspace, tools);
    const expected = await stressResultOf(single.record, single.folder, tools.version);
    expect(told(merged)).toEqual(told(expected));
  });

  it('names the machine of each trial, and the jobs, machines and builds of all', async () => {
    const workspace = await testFolder();
    const whole = stressRecord({ options: { trials: 24 } });
    const shards = await Promise.all(
      [1, 2, 3].map((index) => shardIn(workspace, shardRecord(whole, { index, count: 3 }))),
    );
    const merged = await mergeShards(shards, workspace, tools);
    expect(merged).toMatchObject({ machine: 'lab-1+lab-2+lab-3', jobs: 6, seconds: 60 });
    expect(merged.merged).toEqual(shards.map(({ record }) => record.id));
    for (const { name, workers } of merged.variants) {
      expect(workers.map(({ worker, trials }) => [worker, trials])).toEqual([
        ['lab-1', 4],
        ['lab-2', 4],
        ['lab-3', 4],
      ]);
      expect(workers.map(({ build }) => build)).toEqual(
        new Array<string>(3).fill(name.padEnd(64, '0')),
      );
    }
  });

  it('without one of the shards goes on to be told as unfinished', async () => {
    const workspace = await testFolder();
    const whole = stressRecord({ options: { trials: 24 } });
    const one = async (index: number): Promise<FoundStress> =>
      shardIn(workspace, shardRecord(whole, { index, count: 4 }));
    const merged = await mergeShards([await one(1), await one(4)], workspace, tools);
    expect(merged).toMatchObject({
      state: 'interrupted',
      reason: 'shards 2, 3 of 4 are missing',
      totals: { trials: 12 },
    });
  });

  it('with a shard that was interrupted says which', async () => {
    const workspace = await testFolder();
    const whole = stressRecord({ options: { trials: 24 } });
    const first = await shardIn(workspace, shardRecord(whole, { index: 1, count: 2 }));
    const record = shardRecord(whole, { index: 2, count: 2 });
    const second = await shardIn(workspace, record, wholeSession(record).slice(0, 6));
    const { state, reason } = await mergeShards([first, second], workspace, tools);
    expect([state, reason]).toEqual(['interrupted', 'not all trials of shard 2 were run']);
  });

  it('counts a trial once that a shard journaled twice', async () => {
    const workspace = await testFolder();
    const record = shardRecord(stressRecord(), { index: 1, count: 1 });
    const entries = wholeSession(record);
    const shard = await shardIn(workspace, record, [...entries, ...entries]);
    const { totals, journal } = await mergeShards([shard], workspace, tools);
    expect([totals.trials, journal.duplicates]).toEqual([12, []]);
  });
});

describe('the outputs of merged trials', () => {
  const record = shardRecord(stressRecord(), { index: 1, count: 1 });

  it('are copied, and provenance too', async () => {
    const workspace = await testFolder();
    const crash = crashRecord(1, { seed: 7 });
    const shard = await shardIn(workspace, record, [crash]);
    const output = join(shard.folder.path, 'trials', '000001', 'output.txt');
    mkdirSync(dirname(output), { recursive: true });
    writeFileSync(output, '14 411\n');
    mkdirSync(shard.folder.provenance);
    writeFileSync(join(shard.folder.provenance, 'O0.json'), '{"a": 1}');
    const merged = await mergeShards([shard], workspace, tools);
    const { path, provenance } = stressFolder(workspace, merged.stress);
    expect(readFileSync(join(path, 'trials', '000001', 'output.txt'), 'utf8')).toBe('14 411\n');
    expect(readFileSync(join(provenance, 'O0@lab-1.json'), 'utf8')).toBe('{"a": 1}');
    expect(merged.provenance).toEqual(['provenance/O0@lab-1.json']);
  });

  it('that a journal says to be elsewhere are never copied', async () => {
    const workspace = await testFolder();
    const secret = join(workspace, 'secret.txt');
    writeFileSync(secret, 'a secret');
    const files = ['../../../../secret.txt', secret, '..\\..\\..\\..\\secret.txt'];
    const crashes = files.map((file, place) => {
      const made = crashRecord(2 * place + 1);
      return { ...made, output: { ...made.output, file } };
    });
    const merged = await mergeShards([await shardIn(workspace, record, crashes)], workspace, tools);
    const { path } = stressFolder(workspace, merged.stress);
    expect(existsSync(join(path, 'trials'))).toBe(false);
    const journal = readFileSync(join(path, 'journal.jsonl'), 'utf8');
    expect(journal).not.toContain('secret');
    const [signature] = merged.variants[0]?.signatures ?? [];
    expect(signature?.evidence[0]).toBe('trials/000001/output.txt');
  });

  it.skipIf(process.platform === 'win32').each([
    ['the output', 'trials/000001/output.txt', 'secret.txt'],
    ['the folder of a trial', 'trials/000001', 'secrets'],
    ['the folder of all trials', 'trials', 'all'],
  ])(
    'are never copied where %s is a link to elsewhere (links need rights on Windows)',
    async (_what, link, target) => {
      const workspace = await testFolder();
      for (const place of ['.', 'secrets', join('all', '000001')]) {
        mkdirSync(join(workspace, place), { recursive: true });
        writeFileSync(join(workspace, place, 'output.txt'), 'a secret');
      }
      writeFileSync(join(workspace, 'secret.txt'), 'a secret');
      const shard = await shardIn(workspace, record, [crashRecord(1)]);
      const place = join(shard.folder.path, link);
      mkdirSync(dirname(place), { recursive: true });
      symlinkSync(join(workspace, target), place);
      expect(readFileSync(join(shard.folder.path, 'trials', '000001', 'output.txt'), 'utf8')).toBe(
        'a secret',
      );
      const { path } = stressFolder(
        workspace,
        (await mergeShards([shard], workspace, tools)).stress,
      );
      expect(existsSync(join(path, 'trials'))).toBe(false);
    },
  );
});

describe('refused is a shard', () => {
  it.each<[string, number, string, RegExp]>([
    ['of another shard', 3, 'optimized', /:3: trial 3 of optimized is not one of shard 1\/2: take/],
    ['of another variant', 1, 'O0', /:3: trial 1 of O0 is not one of shard 1\/2/],
    ['beyond the last', 13, 'optimized', /:3: trial 13 of optimized is not one of shard 1\/2/],
  ])('with a trial %s, and nothing is listed', async (_what, id, variant, message) => {
    const workspace = await testFolder();
    const record = shardRecord(stressRecord(), { index: 1, count: 2 });
    const [started] = wholeSession(record);
    if (started === undefined) throw new Error('no entry');
    const shard = await shardIn(workspace, record, [started, crashRecord(id, { variant })]);
    const merging = mergeShards([shard], workspace, tools);
    await expect(merging).rejects.toThrow(EnvironmentError);
    await expect(merging).rejects.toThrow(message);
    expect(readdirSync(join(workspace, 'stress'))).toEqual([]);
  });
});

/** By variant: how often each end, how long, how often each signature, and where it crashed. */
function countsOf({ totals, variants, verdict }: StressResult): unknown {
  return rounded([
    ...[totals, verdict],
    variants.map(({ hazard, perTrial, model, signatures, faults }) => [
      ...[hazard, perTrial, model, faults],
      Object.fromEntries(signatures.map((one) => [one.signature, [one.count, one.iterations]])),
    ]),
  ]);
}

/** Sums of other orders differ in the last digits. */
function rounded(value: unknown): unknown {
  return JSON.parse(
    JSON.stringify(value, (_key, one: unknown) =>
      typeof one === 'number' ? Number(one.toPrecision(9)) : one,
    ),
  );
}
