import { readFileSync, statSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openAppendFile } from '../../src/system/append-file.ts';
import { EnvironmentError } from '../../src/system/errors.ts';
import { testFolder } from './folder.ts';
import { noSmallDisk, onSmallDisk, smallDiskTitle } from './small-disk.ts';

describe('a file that is only appended to', () => {
  it('is made when there is none, and says that it is empty', async () => {
    const path = join(await testFolder(), 'j.jsonl');
    const file = openAppendFile(path);
    expect(file).toMatchObject({ empty: true, tornBytes: 0 });
    file.append('{"a":"ä"}', { sync: true });
    file.append('', { sync: false });
    file.close();
    expect(await readFile(path, 'utf8')).toBe('{"a":"ä"}\n\n');
  });

  it('goes on after the last whole line', async () => {
    const path = join(await testFolder(), 'j.jsonl');
    await writeFile(path, 'one\n');
    const file = openAppendFile(path);
    expect(file).toMatchObject({ empty: false, tornBytes: 0 });
    file.append('two', { sync: true });
    file.close();
    expect(await readFile(path, 'utf8')).toBe('one\ntwo\n');
  });

  it('loses an unfinished last line of any length when it is opened', async () => {
    const path = join(await testFolder(), 'j.jsonl');
    for (const length of [1, 100, 65_535, 65_536, 65_537, 200_000]) {
      for (const before of ['', 'one\n', `${'x'.repeat(70_000)}\n`]) {
        await writeFile(path, before + '\0'.repeat(length));
        const file = openAppendFile(path);
        expect(file).toMatchObject({ empty: before === '', tornBytes: length });
        file.append('next', { sync: false });
        file.close();
        expect(await readFile(path, 'utf8')).toBe(`${before}next\n`);
      }
    }
  });

  it('names a folder that stands in its place', async () => {
    const path = join(await testFolder(), 'j.jsonl');
    await mkdir(path);
    expect(() => openAppendFile(path)).toThrow(EnvironmentError);
    expect(() => openAppendFile(path)).toThrow(path);
  });

  it('names the folder that is missing', async () => {
    const path = join(await testFolder(), 'nowhere', 'j.jsonl');
    expect(() => openAppendFile(path)).toThrow(`cannot write ${path}: it does not exist`);
  });

  it.skipIf(noSmallDisk !== undefined)(
    smallDiskTitle(
      'on a full disk takes a line whole or not at all, and goes on once there is room',
    ),
    async () => {
      const disk = join(await testFolder(), 'disk');
      await onSmallDisk(disk, async () => {
        const path = join(disk, 'j.jsonl');
        const filler = join(disk, 'filler');
        await writeFile(filler, 'x'.repeat(20_000));
        const file = openAppendFile(path);
        const line = 'y'.repeat(1000);
        let taken = 0;
        expect(() => {
          for (; taken < 100; taken += 1) file.append(line, { sync: true });
        }).toThrow(`no space left on the disk of ${path} (ENOSPC): free some`);
        expect(taken).toBeGreaterThan(10);
        expect(taken).toBeLessThan(60);
        expect(statSync(path).size).toBe(taken * 1001);
        expect(() => file.append(line.repeat(10), { sync: true })).toThrow(EnvironmentError);
        await writeFile(filler, '');
        file.append('room', { sync: true });
        file.close();
        expect(readFileSync(path, 'utf8')).toBe(`${`${line}\n`.repeat(taken)}room\n`);
      });
    },
  );
});
