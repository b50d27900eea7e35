import { mkdir, writeFile } from 'node:fs/promises';
import { delimiter, dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { condaBesideShim, findCondaClient, rootOfClient } from '../../src/system/conda.ts';
import { testFolder } from './folder.ts';

/** A small program that answers to --version as a client does. */
async function client(path: string, answer: string, exitCode = 0): Promise<string> {
  await mkdir(dirname(path), { recursive: true });
  const script = `#!/bin/sh
[ "$1" = --version ] || exit 9
printf '%s\\n' '${answer}'
exit ${exitCode}
`;
  await writeFile(path, script, { mode: 0o755 });
  return path;
}

describe.runIf(process.platform !== 'win32')('the conda client (POSIX scripts)', () => {
  it('is null where there is none', async () => {
    expect(await findCondaClient({ PATH: await testFolder() })).toBeNull();
    expect(await findCondaClient({})).toBeNull();
  });

  it('is the one that the shell names, before those on PATH', async () => {
    const folder = await testFolder();
    const named = await client(join(folder, 'Miniconda ü', 'bin', 'conda'), 'conda 24.1.2');
    await mkdir(join(folder, 'Miniconda ü', 'conda-meta'));
    await client(join(folder, 'path', 'conda'), 'conda 4.5.0');
    const found = await findCondaClient({ CONDA_EXE: named, PATH: join(folder, 'path') });
    expect(found).toEqual({
      path: named,
      kind: 'conda',
      version: '24.1.2',
      rootPrefix: join(folder, 'Miniconda ü'),
    });
  });

  it('is conda before MAMBA_EXE before mamba before micromamba', async () => {
    const folder = await testFolder();
    const at = (name: string) => join(folder, name);
    const PATH = ['a', 'b', 'c'].map(at).join(delimiter);
    const MAMBA_EXE = await client(at('named/micromamba'), '2.0.5');
    const micromamba = await client(at('a/micromamba'), '1.5.8');
    expect((await findCondaClient({ PATH }))?.path).toBe(micromamba);
    const mamba = await client(at('b/mamba'), 'mamba 1.5.8\nconda 23.11.0');
    expect(await findCondaClient({ PATH })).toMatchObject({
      path: mamba,
      kind: 'mamba',
      version: '1.5.8',
    });
    expect(await findCondaClient({ PATH, MAMBA_EXE })).toEqual({
      path: MAMBA_EXE,
      kind: 'micromamba',
      version: '2.0.5',
      rootPrefix: null,
    });
    const conda = await client(at('c/conda'), 'conda 24.1.2');
    expect((await findCondaClient({ PATH, MAMBA_EXE }))?.path).toBe(conda);
  });

  it('is not one that cannot tell its version', async () => {
    const folder = await testFolder();
    const broken = await client(join(folder, 'x', 'conda'), 'No module named conda', 1);
    const silent = await client(join(folder, 'y', 'conda'), '');
    const good = await client(join(folder, 'z', 'micromamba'), '2.0.5');
    const PATH = [dirname(silent), dirname(good)].join(delimiter);
    const found = await findCondaClient({ CONDA_EXE: broken, PATH, MAMBA_ROOT_PREFIX: folder });
    expect(found).toEqual({
      path: good,
      kind: 'micromamba',
      version: '2.0.5',
      rootPrefix: folder,
    });
  });

  it('has no root when its folder is not one of conda', async () => {
    const path = await client(join(await testFolder(), 'bin', 'conda'), 'conda 24.1.2');
    expect(await findCondaClient({ CONDA_EXE: path })).toMatchObject({ path, rootPrefix: null });
  });
});

describe('paths of a conda on Windows', () => {
  it.each([
    ['C:\\Mini conda\\condabin\\conda.bat', 'C:\\Mini conda\\Scripts\\conda.exe'],
    ['D:\\m\\Library\\bin\\conda.BAT', 'D:\\m\\Scripts\\conda.exe'],
    ['C:\\m\\Scripts\\conda.exe', null],
    ['C:\\own\\conda.bat', null],
    ['/opt/conda/bin/conda', null],
  ])('%s stands for %s', (shim, exe) => {
    expect(condaBesideShim(shim)).toBe(exe);
  });

  it.each([
    ['C:\\Mini conda\\Scripts\\conda.exe', 'C:\\Mini conda'],
    ['C:\\m\\condabin\\mamba.bat', 'C:\\m'],
    ['C:\\m\\Library\\bin\\mamba.exe', 'C:\\m'],
    ['/opt/conda/bin/conda', '/opt/conda'],
    ['C:\\tools\\micromamba.exe', null],
  ])('%s belongs to %s', (path, root) => {
    expect(rootOfClient(path)).toBe(root);
  });
});
