import { mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  createRun,
  makeRunId,
  readRun,
  runFolder,
  trialOutputPath,
  trialPath,
} from '../../src/records/run-folder.ts';
import { EnvironmentError } from '../../src/system/errors.ts';
import { testFolder } from '../system/folder.ts';
import { runRecord } from './samples.ts';

const createdAt = '2026-11-23T23:45:01.123Z';

describe('the id of a run', () => {
  it('tells when it began and what it was', () => {
    const parts = { createdAt, recipe: 'control', variant: 'optimized', suffix: '4f2a' };
    expect(makeRunId(parts)).toBe('20261123-234501-control-optimized-4f2a');
  });

  it('is fit for the file systems of Windows, Linux and macOS, whatever the names', () => {
    const name = fc.string({ unit: 'binary', minLength: 1, maxLength: 80 });
    fc.assert(
      fc.property(name, name, (recipe, variant) => {
        const id = makeRunId({ createdAt, recipe, variant, suffix: '4f2a' });
        expect(id).toMatch(/^20261123-234501-[\w.-]*-4f2a$/);
        expect(id.length).toBeLessThan(90);
      }),
    );
  });

  it('sorts by time', () => {
    const date = fc.date({
      min: new Date('1970-01-01'),
      max: new Date('9000-01-01'),
      noInvalidDate: true,
    });
    fc.assert(
      fc.property(date, date, (a, b) => {
        const [first, second] = [a, b].map((time) =>
          makeRunId({ createdAt: time.toISOString(), recipe: 'r', variant: 'v', suffix: '0' }),
        ) as [string, string];
        if (Math.floor(a.getTime() / 1000) < Math.floor(b.getTime() / 1000)) {
          expect(first < second).toBe(true);
        }
      }),
    );
  });
});

describe('the folder of a run', () => {
  it('is made with run.json in it and read back', async () => {
    const workspace = join(await testFolder(), 'not made yet');
    const record = runRecord();
    const folder = await createRun(workspace, record);
    expect(folder).toEqual(runFolder(workspace, record.id));
    expect(folder.path).toBe(join(workspace, 'runs', record.id));
    expect(await readdir(folder.path)).toEqual(['run.json']);
    expect(await readRun(folder)).toStrictEqual(record);
  });

  it('is never shared by two runs', async () => {
    const workspace = await testFolder();
    await createRun(workspace, runRecord());
    await expect(createRun(workspace, runRecord())).rejects.toThrow(EnvironmentError);
    await expect(createRun(workspace, runRecord())).rejects.toThrow('exists already');
  });

  it('cannot be made where a file stands', async () => {
    const workspace = await testFolder();
    await writeFile(join(workspace, 'runs'), '');
    await expect(createRun(workspace, runRecord())).rejects.toThrow(join(workspace, 'runs'));
  });

  it('without run.json, or with a broken one, is an error with its name', async () => {
    const folder = await createRun(await testFolder(), runRecord());
    await writeFile(folder.run, '{"schema": "winrepro/run/1"');
    await expect(readRun(folder)).rejects.toThrow(`${folder.run} is not JSON`);
    await writeFile(folder.run, '{"schema": "winrepro/run/1"}');
    await expect(readRun(folder)).rejects.toThrow(`${folder.run} is damaged`);
    await rm(folder.run);
    await mkdir(folder.run);
    await expect(readRun(folder)).rejects.toThrow(EnvironmentError);
  });

  it('keeps what a trial leaves in folders that sort by number', () => {
    expect(trialPath(1)).toBe('trials/000001');
    expect(trialOutputPath(1_234_567)).toBe('trials/1234567/output.txt');
  });
});
