import { chmod, mkdir, readdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { EnvironmentError } from '../../src/system/errors.ts';
import {
  copyFile,
  exists,
  fileSize,
  freeBytes,
  listDirectories,
  listFiles,
  makeDirectory,
  makeNewDirectory,
  readJson,
  readText,
  remove,
  writeFileAtomically,
  writeJson,
} from '../../src/system/files.ts';
import { testFolder } from './folder.ts';
import { noSmallDisk, onSmallDisk, smallDiskTitle } from './small-disk.ts';

describe('reading', () => {
  it('drops the byte order mark of Windows editors and keeps everything else', async () => {
    const path = join(await testFolder(), 'ein Rezept.yaml');
    await writeFile(path, '\uFEFFname: ä\r\n');
    expect(await readText(path)).toBe('name: ä\r\n');
  });

  it('names a file that is not there', async () => {
    const path = join(await testFolder(), 'nothing');
    await expect(readText(path)).rejects.toThrow(EnvironmentError);
    await expect(readText(path)).rejects.toThrow(`cannot read ${path}: it does not exist`);
  });

  it('names a folder that was taken for a file', async () => {
    const path = await testFolder();
    await expect(readText(path)).rejects.toThrow(`cannot read ${path}: it is a folder`);
  });

  it('names a file that is not JSON', async () => {
    const path = join(await testFolder(), 'half.json');
    await writeFile(path, '{"a": ');
    await expect(readJson(path)).rejects.toThrow(EnvironmentError);
    await expect(readJson(path)).rejects.toThrow(`${path} is not JSON (`);
  });
});

describe('writing a file atomically', () => {
  it('makes it, replaces it and leaves nothing beside it', async () => {
    const folder = await testFolder();
    const path = join(folder, 'result.json');
    await writeJson(path, { a: 1 });
    await writeJson(path, { a: null, ä: '木' });
    expect(await readFile(path, 'utf8')).toBe('{\n  "a": null,\n  "ä": "木"\n}\n');
    expect(await readJson(path)).toEqual({ a: null, ä: '木' });
    expect(await readdir(folder)).toEqual(['result.json']);
  });

  it('shows readers the old content or the new, never a part', async () => {
    const path = join(await testFolder(), 'big');
    const texts = ['a', 'b'].map((letter) => letter.repeat(1_000_000));
    await writeFileAtomically(path, texts[0] ?? '');
    const written = { all: false };
    const writing = (async () => {
      for (let turn = 1; turn <= 20; turn += 1) {
        await writeFileAtomically(path, Buffer.from(texts[turn % 2] ?? ''));
      }
      written.all = true;
    })();
    let readings = 0;
    while (!written.all) {
      const text = await readFile(path, 'utf8');
      expect(texts.includes(text)).toBe(true);
      readings += 1;
    }
    await writing;
    expect(readings).toBeGreaterThan(1);
  });

  it('names a folder in the place of the file and leaves nothing beside it', async () => {
    const folder = await testFolder();
    const path = join(folder, 'result.json');
    await mkdir(path);
    await expect(writeFileAtomically(path, 'x')).rejects.toThrow(EnvironmentError);
    await expect(writeFileAtomically(path, 'x')).rejects.toThrow(path);
    expect(await readdir(folder)).toEqual(['result.json']);
  });

  it.skipIf(noSmallDisk !== undefined)(
    smallDiskTitle('on a full disk keeps the old content and says so'),
    async () => {
      const disk = join(await testFolder(), 'disk');
      await onSmallDisk(disk, async () => {
        const path = join(disk, 'result.json');
        await writeFileAtomically(path, 'old');
        await expect(writeFileAtomically(path, 'x'.repeat(100_000))).rejects.toThrow(
          `no space left on the disk of ${path} (ENOSPC): free some`,
        );
        expect(await readText(path)).toBe('old');
        expect(await readdir(disk)).toEqual(['result.json']);
      });
    },
  );

  it.skipIf(process.platform === 'win32' || process.getuid?.() === 0)(
    'names a folder that this user may not write (not shown to root, who may)',
    async () => {
      const folder = await testFolder();
      await chmod(folder, 0o500);
      await expect(writeFileAtomically(join(folder, 'x'), 'x')).rejects.toThrow(
        'permission denied (EACCES)',
      );
      await chmod(folder, 0o700);
    },
  );
});

describe('folders', () => {
  it('are made with those above them, and once made are fine', async () => {
    const path = join(await testFolder(), 'a b', 'ç');
    await makeDirectory(path);
    await makeDirectory(path);
    expect(await exists(path)).toBe(true);
  });

  it('cannot be made where a file stands', async () => {
    const path = join(await testFolder(), 'file');
    await writeFile(path, '');
    await expect(makeDirectory(path)).rejects.toThrow('a file stands where a folder is needed');
    await expect(makeDirectory(join(path, 'below'))).rejects.toThrow('a file stands where');
  });

  it('are made anew for one caller only', async () => {
    const path = join(await testFolder(), 'run');
    const made = await Promise.all([makeNewDirectory(path), makeNewDirectory(path)]);
    expect(made.toSorted()).toEqual([false, true]);
  });

  it('list their folders and files by name, and are empty when there are none', async () => {
    const folder = await testFolder();
    for (const name of ['b', 'ä', 'a']) await mkdir(join(folder, name));
    for (const name of ['z.yaml', 'y.yaml']) await writeFile(join(folder, name), '');
    expect(await listDirectories(folder)).toEqual(['a', 'b', 'ä']);
    expect(await listFiles(folder)).toEqual(['y.yaml', 'z.yaml']);
    expect(await listDirectories(join(folder, 'nowhere'))).toEqual([]);
    expect(await listFiles(join(folder, 'nowhere', 'at', 'all'))).toEqual([]);
  });

  it('are removed with all that is in them, and nothing to remove is fine', async () => {
    const folder = await testFolder();
    await mkdir(join(folder, 'a', 'b'), { recursive: true });
    await writeFile(join(folder, 'a', 'b', 'c'), '');
    await remove(join(folder, 'a'));
    await remove(join(folder, 'a'));
    expect(await readdir(folder)).toEqual([]);
  });
});

describe('files', () => {
  it('exist below folders only, and not at the end of a dead link', async () => {
    const folder = await testFolder();
    await writeFile(join(folder, 'file'), '');
    expect(await exists(join(folder, 'file'))).toBe(true);
    expect(await exists(join(folder, 'none'))).toBe(false);
    expect(await exists(join(folder, 'file', 'below'))).toBe(false);
    if (process.platform === 'win32') return;
    await symlink(join(folder, 'none'), join(folder, 'link'));
    expect(await exists(join(folder, 'link'))).toBe(false);
  });

  it('are copied with their size, and the one that is missing is named', async () => {
    const folder = await testFolder();
    const from = join(folder, 'from');
    const to = join(folder, 'to');
    await writeFile(from, 'äx');
    await copyFile(from, to);
    expect(await fileSize(to)).toBe(3);
    await expect(copyFile(join(folder, 'gone'), to)).rejects.toThrow(
      `cannot read ${join(folder, 'gone')}: it does not exist`,
    );
    await expect(copyFile(from, join(folder, 'no', 'where'))).rejects.toThrow(
      `cannot write ${join(folder, 'no', 'where')}`,
    );
    await expect(fileSize(join(folder, 'gone'))).rejects.toThrow(EnvironmentError);
  });
});

describe('the free space', () => {
  it('of a path that is not made yet is that of the disk it will be on', async () => {
    const folder = await testFolder();
    const free = await freeBytes(join(folder, 'not', 'yet'));
    expect(free).toBeGreaterThan(0);
    expect(Number.isSafeInteger(free)).toBe(true);
  });

  it.skipIf(noSmallDisk !== undefined)(smallDiskTitle('of a small disk is small'), async () => {
    const disk = join(await testFolder(), 'disk');
    await onSmallDisk(disk, async () => {
      expect(await freeBytes(disk)).toBe(64 * 1024);
      await writeFile(join(disk, 'x'), 'x'.repeat(8192));
      expect(await freeBytes(disk)).toBe(56 * 1024);
    });
  });
});
