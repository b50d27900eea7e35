import {
  chmod,
  mkdir,
  readdir,
  readFile,
  readlink,
  stat,
  symlink,
  utimes,
  writeFile,
} from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { copyTree } from '../../src/system/copy-tree.ts';
import { EnvironmentError, InterruptedError } from '../../src/system/errors.ts';
import { testFolder } from './folder.ts';

async function original(folder: string): Promise<string> {
  const from = join(folder, 'von ü');
  await mkdir(join(from, 'unter', '.git'), { recursive: true });
  await mkdir(join(from, '.git'));
  for (const name of ['a.c', 'unter/b ä.o', '.git/HEAD', 'unter/.git/kept']) {
    await writeFile(join(from, name), name);
  }
  return from;
}

it('keeps contents and the times, their order too', async () => {
  const folder = await testFolder();
  const from = await original(folder);
  await utimes(join(from, 'a.c'), 1_600_000_000.1234, 1_600_000_000.123456);
  await utimes(join(from, 'unter', 'b ä.o'), 1_600_000_000.2, 1_600_000_000.123457);
  await utimes(join(from, 'unter'), 1_500_000_000, 1_500_000_000);
  const to = join(folder, 'nach', 'tief');
  await copyTree(from, to, { leaveOut: ['.git'] });
  expect((await readdir(to, { recursive: true })).sort()).toEqual(
    [
      'a.c',
      'unter',
      join('unter', '.git'),
      join('unter', '.git', 'kept'),
      join('unter', 'b ä.o'),
    ].sort(),
  );
  expect(await readFile(join(to, 'unter', 'b ä.o'), 'utf8')).toBe('unter/b ä.o');
  const [source, object] = [await stat(join(to, 'a.c')), await stat(join(to, 'unter', 'b ä.o'))];
  expect(Math.abs(source.mtimeMs - 1_600_000_000_123.456)).toBeLessThan(0.01);
  expect(object.mtimeMs).toBeGreaterThanOrEqual(source.mtimeMs);
  expect((await stat(join(to, 'unter'))).mtimeMs).toBe(1_500_000_000_000);
});

it('keeps the second as a double to its last digit, as Python reads it', async () => {
  const folder = await testFolder();
  const from = join(folder, 'von');
  await mkdir(from);
  const read = async (path: string): Promise<number> => {
    const { mtimeNs } = await stat(path, { bigint: true });
    return Number(mtimeNs / 1_000_000_000n) + 1e-9 * Number(mtimeNs % 1_000_000_000n);
  };
  const names = Array.from({ length: 200 }, (_, index) => String(index));
  // Times as the system gives them, in nanoseconds.
  for (const name of names) await writeFile(join(from, name), '');
  const to = join(folder, 'nach');
  await copyTree(from, to);
  for (const name of names) expect(await read(join(to, name))).toBe(await read(join(from, name)));
});

it('gives files of their own: a change in the copy is none in the original', async () => {
  const folder = await testFolder();
  const from = await original(folder);
  const to = join(folder, 'nach');
  await copyTree(from, to);
  await writeFile(join(to, 'a.c'), 'changed in place', { flag: 'r+' });
  expect(await readFile(join(from, 'a.c'), 'utf8')).toBe('a.c');
  expect((await stat(join(to, 'a.c'))).nlink).toBe(1);
});

it('asks what each copy holds', async () => {
  const folder = await testFolder();
  const from = await original(folder);
  const to = join(folder, 'nach');
  await utimes(join(from, 'a.c'), 1_600_000_000, 1_600_000_000);
  await copyTree(from, to, {
    adapt: (content) => (String(content) === 'a.c' ? Buffer.from('a') : null),
  });
  expect(await readFile(join(to, 'a.c'), 'utf8')).toBe('a');
  expect((await stat(join(to, 'a.c'))).mtimeMs).toBe(1_600_000_000_000);
  expect(await readFile(join(from, 'a.c'), 'utf8')).toBe('a.c');
  expect(await readdir(join(to, 'unter'))).toEqual(['.git']);
});

it.skipIf(process.platform === 'win32')(
  'keeps links and executable bits (Windows has no such bits, and links for the privileged only)',
  async () => {
    const folder = await testFolder();
    const from = await original(folder);
    await chmod(join(from, 'a.c'), 0o755);
    await symlink('no where', join(from, 'dead'));
    await symlink('unter', join(from, 'folder'));
    await copyTree(from, join(folder, 'nach'));
    expect((await stat(join(folder, 'nach', 'a.c'))).mode & 0o777).toBe(0o755);
    expect(await readlink(join(folder, 'nach', 'dead'))).toBe('no where');
    expect(await readlink(join(folder, 'nach', 'folder'))).toBe('unter');
  },
);

it('names what is not there, and stops when it is told to', async () => {
  const folder = await testFolder();
  await expect(copyTree(join(folder, 'none'), join(folder, 'to'))).rejects.toThrow(
    EnvironmentError,
  );
  await expect(copyTree(join(folder, 'none'), join(folder, 'to'))).rejects.toThrow(
    `cannot list ${join(folder, 'none')}: it does not exist`,
  );
  const from = await original(folder);
  const stopped = copyTree(from, join(folder, 'nach'), { signal: AbortSignal.abort() });
  await expect(stopped).rejects.toBeInstanceOf(InterruptedError);
});
