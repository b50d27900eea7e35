import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  keptVariables,
  listSchedules,
  parseScheduleRecord,
  readSchedule,
  scheduleFiles,
  scheduleRecord,
} from '../../src/records/schedule-record.ts';
import { makeDirectory, writeJson } from '../../src/system/files.ts';
import { testFolder } from '../system/folder.ts';

const record = scheduleRecord({
  name: 'nightly',
  at: '02:00',
  every: 'day',
  scheduler: 'cron',
  recipe: './ä b.yaml',
  options: ['--for', '6h'],
  folder: '/a b',
  environment: { PATH: '/bin' },
  createdAt: '2026-11-25T00:00:00.000Z',
  winrepro: '0.1.0',
});

describe('the record of a schedule', () => {
  it('is read as it was written, and is in the list of its workspace', async () => {
    const workspace = await testFolder();
    expect(await listSchedules(workspace)).toEqual([]);
    expect(await readSchedule(workspace, 'nightly')).toBeNull();
    const files = scheduleFiles(workspace, 'nightly');
    await makeDirectory(join(workspace, 'schedule'));
    await writeJson(files.record, record);
    await writeFile(files.log, '');
    await writeFile(files.task, '');
    expect(await listSchedules(workspace)).toEqual(['nightly']);
    expect(await readSchedule(workspace, 'nightly')).toEqual(record);
  });

  it.each(Object.keys(record).filter((key) => key !== 'schema'))(
    'is refused with a wrong %s',
    (key) => {
      expect(() => parseScheduleRecord({ ...record, [key]: 7 }, 'nightly.json')).toThrow(
        `its key ${key} is missing or wrong`,
      );
    },
  );

  it('is refused under the name of another, and from another version', () => {
    expect(() => parseScheduleRecord(record, 'other.json')).toThrow(
      'record of the schedule nightly',
    );
    const newer = { ...record, schema: 'winrepro/schedule/2' };
    expect(() => parseScheduleRecord(newer, 'nightly.json')).toThrow('of the schema');
  });

  it('keeps the variables that find tools, in whatever case Windows has them, and no others', () => {
    const environment = { Path: 'C:\\', CONDA_EXE: 'x', PATHEXT: '.EXE', TOKEN: 'secret' };
    expect(keptVariables(environment)).toEqual({ Path: 'C:\\', CONDA_EXE: 'x' });
  });
});
