import { mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  createMatrix,
  findMatrix,
  listMatrices,
  matrixFolder,
  readMatrix,
} from '../../src/records/matrix-folder.ts';
import { EnvironmentError, UserError } from '../../src/system/errors.ts';
import { testFolder } from '../system/folder.ts';
import { matrixRecord } from './matrix-samples.ts';

async function workspaceWith(...ids: readonly string[]): Promise<string> {
  const workspace = await testFolder();
  for (const id of ids) await createMatrix(workspace, matrixRecord({ id }));
  return workspace;
}

describe('the folder of a matrix', () => {
  it('is made with matrix.json in it and read back', async () => {
    const workspace = join(await testFolder(), 'not made yet');
    const record = matrixRecord();
    const folder = await createMatrix(workspace, record);
    expect(folder).toEqual(matrixFolder(workspace, record.id));
    expect(folder.path).toBe(join(workspace, 'matrices', record.id));
    expect(await readdir(folder.path)).toEqual(['matrix.json']);
    expect(await readMatrix(folder)).toStrictEqual(record);
  });

  it('is never shared by two matrices', async () => {
    const workspace = await workspaceWith(matrixRecord().id);
    await expect(createMatrix(workspace, matrixRecord())).rejects.toThrow(EnvironmentError);
    await expect(createMatrix(workspace, matrixRecord())).rejects.toThrow('exists already');
  });

  it('without matrix.json, or with a broken one, is an error with its name', async () => {
    const folder = await createMatrix(await testFolder(), matrixRecord());
    await writeFile(folder.matrix, '{"schema": "winrepro/matrix/1"');
    await expect(readMatrix(folder)).rejects.toThrow(`${folder.matrix} is not JSON`);
    await writeFile(folder.matrix, '{"schema": "winrepro/matrix/1"}');
    await expect(readMatrix(folder)).rejects.toThrow(`${folder.matrix} is damaged`);
    await rm(folder.matrix);
    await expect(readMatrix(folder)).rejects.toThrow(EnvironmentError);
  });
});

describe('the matrices of a workspace', () => {
  const FIRST = '20261123-234501-control-matrix-4f2a';
  const SECOND = '20261123-234502-control-matrix-b07c';
  const THIRD = '20261124-000000-numpy-pypy-probe-4f2a';

  it('are listed, the newest first, without folders that never began', async () => {
    const workspace = await workspaceWith(SECOND, THIRD, FIRST);
    await mkdir(matrixFolder(workspace, '20261125-000000-killed-matrix-0000').path);
    await writeFile(join(workspace, 'matrices', 'notes.txt'), '');
    expect(await listMatrices(workspace)).toEqual([THIRD, SECOND, FIRST]);
  });

  it('are none in a workspace without any', async () => {
    const workspace = await testFolder();
    expect(await listMatrices(workspace)).toEqual([]);
    expect(await findMatrix(workspace, '4f2a')).toBeNull();
  });

  it.each([
    ['its id', SECOND, SECOND],
    ['its last part', 'b07c', SECOND],
    ['its last parts', 'probe-4f2a', THIRD],
    ['its beginning', '20261124', THIRD],
  ])('are found by %s', async (_how, text, id) => {
    const workspace = await workspaceWith(FIRST, SECOND, THIRD);
    expect(await findMatrix(workspace, text)).toEqual(matrixFolder(workspace, id));
  });

  it.each(['07c', 'matrix', '4f2', 'B07C', '../x'])('are not found by %s', async (text) => {
    expect(await findMatrix(await workspaceWith(FIRST, SECOND), text)).toBeNull();
  });

  it('are ambiguous when the text fits two: nobody guesses which', async () => {
    const workspace = await workspaceWith(FIRST, SECOND, THIRD);
    await expect(findMatrix(workspace, '4f2a')).rejects.toThrow(UserError);
    await expect(findMatrix(workspace, '4f2a')).rejects.toThrow(
      `4f2a may be any of 2 matrices in ${workspace}: give more of ${THIRD}, ${FIRST}`,
    );
    await expect(findMatrix(workspace, '20261123')).rejects.toThrow('any of 2 matrices');
  });

  it('are found by a whole id that is the beginning of another', async () => {
    const longer = `${FIRST}-again`;
    const workspace = await workspaceWith(FIRST, longer);
    expect(await findMatrix(workspace, FIRST)).toEqual(matrixFolder(workspace, FIRST));
    expect(await findMatrix(workspace, longer)).toEqual(matrixFolder(workspace, longer));
  });
});
