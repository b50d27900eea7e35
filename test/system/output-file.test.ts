import { mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { followNewFile } from '../../src/system/follow-file.ts';
import { keepTail, makeScratchFolder, removeScratchFolder } from '../../src/system/output-file.ts';
import { testFolder } from './folder.ts';

describe('the folder of a trial', () => {
  test('is made with those above it, and removed with its output', async () => {
    const folder = await testFolder();
    const scratch = join(folder, 'trials ü', '000001', 'scratch');
    const output = join(folder, 'trials ü', '000001', 'output.txt');
    await makeScratchFolder(scratch);
    await writeFile(output, 'x');
    await removeScratchFolder(scratch, output);
    expect(await readdir(join(folder, 'trials ü'))).toEqual([]);
  });

  test('is made anew where a killed trial left one', async () => {
    const folder = await testFolder();
    const scratch = join(folder, '1', 'scratch');
    await mkdir(scratch, { recursive: true });
    await writeFile(join(scratch, 'left'), 'x');
    await writeFile(join(folder, '1', 'output.txt'), 'left');
    await makeScratchFolder(scratch);
    expect(await readdir(join(folder, '1'))).toEqual(['scratch']);
    expect(await readdir(scratch)).toEqual([]);
  });

  test('is removed with all that the trial left in it', async () => {
    const folder = await testFolder();
    const scratch = join(folder, '1', 'scratch');
    await makeScratchFolder(scratch);
    await writeFile(join(scratch, 'left'), 'x');
    await writeFile(join(folder, '1', 'heartbeat'), 'x');
    await removeScratchFolder(scratch, join(folder, '1', 'output.txt'));
    expect(await readdir(folder)).toEqual([]);
  });

  test('that is gone already is fine', async () => {
    const folder = await testFolder();
    await removeScratchFolder(join(folder, '1', 'scratch'), join(folder, '1', 'output.txt'));
    expect(await readdir(folder)).toEqual([]);
  });
});

test('a new file to follow is empty whatever stood there, and one that cannot be made is told', async () => {
  const folder = await testFolder();
  const path = join(folder, 'output.txt');
  await writeFile(path, 'old');
  const read: string[] = [];
  const file = followNewFile(path, (chunk) => read.push(Buffer.from(chunk).toString()));
  await writeFile(path, 'new', { flag: 'a' });
  expect(file.read()).toBe(3);
  file.close();
  expect(read).toEqual(['new']);
  expect(() => followNewFile(join(folder, 'none', 'output.txt'), () => undefined)).toThrow(
    'it does not exist',
  );
});

test('of an output that is too long the end is kept', async () => {
  const folder = await testFolder();
  const path = join(folder, 'output.txt');
  await writeFile(path, '0123456789');
  await keepTail(path, 10);
  expect((await stat(path)).size).toBe(10);
  await keepTail(path, 4);
  expect(await readFile(path, 'utf8')).toBe('6789');
  await expect(keepTail(join(folder, 'none'), 4)).rejects.toThrow('it does not exist');
});
