import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { matchFiles } from '../../src/system/match-files.ts';
import { testFolder } from './folder.ts';

describe('the files that a path stands for', () => {
  it('are itself where it has no star, whether it is there or not', async () => {
    const path = join(await testFolder(), 'not there.txt');
    expect(await matchFiles(path)).toEqual([path]);
  });

  it('are all of the folder whose name fits, sorted, and every other sign means itself', async () => {
    const folder = await testFolder();
    const names = [
      '_ext.pypy39+x.so',
      '_ext.cp37.so',
      '_extXcp37.so',
      '_ext.so',
      '_ext.cp37.so.map',
    ];
    for (const name of names) await writeFile(join(folder, name), '');
    expect(await matchFiles(join(folder, '_ext.*.so'))).toEqual(
      ['_ext.cp37.so', '_ext.pypy39+x.so'].map((name) => join(folder, name)),
    );
    expect(await matchFiles(join(folder, '*.pyd'))).toEqual([]);
    const one = join(folder, '_ext.{cp37,cp38}.{so,pyd}');
    expect(await matchFiles(one)).toEqual([join(folder, '_ext.cp37.so')]);
    const named = join(folder, '{no choice}');
    expect(await matchFiles(named)).toEqual([named]);
  });
});
