import { mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  campaignFolder,
  createCampaign,
  findCampaign,
  listCampaigns,
} from '../../src/records/campaign-folder.ts';
import { matrices, readMatrix } from '../../src/records/matrix-folder.ts';
import { EnvironmentError, UserError } from '../../src/system/errors.ts';
import { testFolder } from '../system/folder.ts';
import { matrixRecord } from './matrix-samples.ts';

async function workspaceWith(...ids: readonly string[]): Promise<string> {
  const workspace = await testFolder();
  for (const id of ids) await createCampaign(matrices, workspace, matrixRecord({ id }));
  return workspace;
}

describe('the folder of a matrix', () => {
  it('is made with matrix.json in it and read back', async () => {
    const workspace = join(await testFolder(), 'not made yet');
    const record = matrixRecord();
    const folder = await createCampaign(matrices, workspace, record);
    expect(folder).toEqual(campaignFolder(matrices, workspace, record.id));
    expect(folder.path).toBe(join(workspace, 'matrices', record.id));
    expect(await readdir(folder.path)).toEqual(['matrix.json']);
    expect(await readMatrix(folder)).toStrictEqual(record);
  });

  it('is never shared by two matrices', async () => {
    const workspace = await workspaceWith(matrixRecord().id);
    await expect(createCampaign(matrices, workspace, matrixRecord())).rejects.toThrow(
      EnvironmentError,
    );
    await expect(createCampaign(matrices, workspace, matrixRecord())).rejects.toThrow(
      'exists already',
    );
  });

  it('without matrix.json, or with a broken one, is an error with its name', async () => {
    const folder = await createCampaign(matrices, await testFolder(), matrixRecord());
    await writeFile(folder.record, '{"schema": "winrepro/matrix/1"');
    await expect(readMatrix(folder)).rejects.toThrow(`${folder.record} is not JSON`);
    await writeFile(folder.record, '{"schema": "winrepro/matrix/1"}');
    await expect(readMatrix(folder)).rejects.toThrow(`${folder.record} is damaged`);
    await rm(folder.record);
    await expect(readMatrix(folder)).rejects.toThrow(EnvironmentError);
  });
});

describe('the matrices of a workspace', () => {
  const FIRST = '20261123-234501-control-matrix-4f2a';
  const SECOND = '20261123-234502-control-matrix-b07c';
  const THIRD = '20261124-000000-numpy-pypy-probe-4f2a';

  it('are listed, the newest first, without folders that never began', async () => {
    const workspace = await workspaceWith(SECOND, THIRD, FIRST);
    await mkdir(campaignFolder(matrices, workspace, '20261125-000000-killed-matrix-0000').path);
    await writeFile(join(workspace, 'matrices', 'notes.txt'), '');
    expect(await listCampaigns(matrices, workspace)).toEqual([THIRD, SECOND, FIRST]);
  });

  it('are none in a workspace without any', async () => {
    const workspace = await testFolder();
    expect(await listCampaigns(matrices, workspace)).toEqual([]);
    expect(await findCampaign(matrices, workspace, '4f2a')).toBeNull();
  });

  it.each([
    ['its id', SECOND, SECOND],
    ['its last part', 'b07c', SECOND],
    ['its last parts', 'probe-4f2a', THIRD],
    ['its beginning', '20261124', THIRD],
  ])('are found by %s', async (_how, text, id) => {
    const workspace = await workspaceWith(FIRST, SECOND, THIRD);
    expect(await findCampaign(matrices, workspace, text)).toEqual(
      campaignFolder(matrices, workspace, id),
    );
  });

  it.each(['07c', 'matrix', '4f2', 'B07C', '../x'])('are not found by %s', async (text) => {
    expect(await findCampaign(matrices, await workspaceWith(FIRST, SECOND), text)).toBeNull();
  });

  it('are ambiguous when the text fits two: nobody guesses which', async () => {
    const workspace = await workspaceWith(FIRST, SECOND, THIRD);
    await expect(findCampaign(matrices, workspace, '4f2a')).rejects.toThrow(UserError);
    await expect(findCampaign(matrices, workspace, '4f2a')).rejects.toThrow(
      `4f2a may be any of 2 matrices in ${workspace}: give more of ${THIRD}, ${FIRST}`,
    );
    await expect(findCampaign(matrices, workspace, '20261123')).rejects.toThrow(
      'any of 2 matrices',
    );
  });

  it('are found by a whole id that is the beginning of another', async () => {
    const longer = `${FIRST}-again`;
    const workspace = await workspaceWith(FIRST, longer);
    expect(await findCampaign(matrices, workspace, FIRST)).toEqual(
      campaignFolder(matrices, workspace, FIRST),
    );
    expect(await findCampaign(matrices, workspace, longer)).toEqual(
      campaignFolder(matrices, workspace, longer),
    );
  });
});
