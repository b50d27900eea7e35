import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  provenanceName,
  readStress,
  stressFolder,
  stressFolderAt,
} from '../../src/records/stress-folder.ts';
import { EnvironmentError } from '../../src/system/errors.ts';
import { makeDirectory } from '../../src/system/files.ts';
import { stressRecord, writeStress } from '../campaigns/stress/samples.ts';
import { testFolder } from '../system/folder.ts';

describe('the folder of a stress run', () => {
  it('is in its workspace, and the same wherever it lies', () => {
    const folder = stressFolder(join('a b', 'ä'), 'id');
    expect(folder.path).toBe(join('a b', 'ä', 'stress', 'id'));
    expect(stressFolderAt(folder.path)).toEqual(folder);
    const moved = stressFolderAt(join('downloads', 'artefact-1', 'id'));
    expect(moved).toEqual({
      id: 'id',
      path: join('downloads', 'artefact-1', 'id'),
      ...Object.fromEntries(
        [
          ['record', 'stress.json'],
          ['journal', 'journal.jsonl'],
          ['result', 'result.json'],
          ['lock', 'lock'],
          ['provenance', 'provenance'],
          ['page', 'report.html'],
          ['pause', 'paused'],
        ].map(([key = '', name = '']) => [key, join('downloads', 'artefact-1', 'id', name)]),
      ),
    });
  });

  it('has its record read, and refused with its path when it is damaged or missing', async () => {
    const record = stressRecord();
    const folder = stressFolder(await testFolder(), record.id);
    await expect(readStress(folder)).rejects.toThrow(folder.record);
    await writeStress(folder, record);
    expect(await readStress(folder)).toEqual(record);
    await makeDirectory(folder.path);
    writeFileSync(folder.record, '{"schema":');
    await expect(readStress(folder)).rejects.toThrow(EnvironmentError);
  });
});

it.each([
  ['O0', null, 'O0.json'],
  ['O0', 'lab-1', 'O0@lab-1.json'],
  ['a~placebo-1', 'x/2', 'a~placebo-1@x_2.json'],
  ['../../evil', null, '.._.._evil.json'],
  ['ä:*?', 'C:\\x', '____@C__x.json'],
])('the provenance of %s by %s is %s', (variant, worker, name) => {
  expect(provenanceName(variant, worker)).toBe(name);
});
