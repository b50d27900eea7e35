import { execFileSync } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { sourceOverride } from '../../src/cli/source-option.ts';
import { testFolder } from '../system/folder.ts';

describe('--source', () => {
  it.each(['https://example.org/n.git', 'file:///srv/n.git', 'git@example.org:n.git'])(
    'takes %s for a repository',
    async (url) => {
      expect(await sourceOverride(url)).toEqual({ repository: url });
    },
  );

  it('tells the folder of a repository from an unpacked release', async () => {
    const folder = await testFolder();
    const [bare, plain, release] = ['bare.git', 'plain', 'numpy-1.21.0'].map((name) =>
      join(folder, name),
    ) as [string, string, string];
    execFileSync('git', ['init', '-q', '--bare', bare]);
    execFileSync('git', ['init', '-q', plain]);
    await mkdir(release);
    expect(await sourceOverride(bare)).toEqual({ repository: bare });
    expect(await sourceOverride(plain)).toEqual({ repository: plain });
    expect(await sourceOverride(release)).toEqual({ archive: release });
  });

  it('takes a release archive, and says what is wrong with another file or with none', async () => {
    const folder = await testFolder();
    for (const name of ['n.zip', 'n.rar']) await writeFile(join(folder, name), '');
    expect(await sourceOverride(join(folder, 'n.zip'))).toEqual({ archive: join(folder, 'n.zip') });
    await expect(sourceOverride(join(folder, 'n.rar'))).rejects.toThrow('no release archive');
    await expect(sourceOverride(join(folder, 'm.zip'))).rejects.toThrow('there is nothing');
  });
});
