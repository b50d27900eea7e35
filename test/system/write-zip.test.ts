import { appendFile, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { openPromise } from 'yauzl';
import { describe, expect, it } from 'vitest';
import { EnvironmentError, InterruptedError } from '../../src/system/errors.ts';
import { sha256Bytes } from '../../src/system/hash.ts';
import { writeZip, type ZippedFile } from '../../src/system/write-zip.ts';
import { testFolder } from './folder.ts';

const modified = Date.parse('2026-11-23T23:45:01.123Z');

async function write(to: string, fill: Parameters<typeof writeZip>[1], signal?: AbortSignal) {
  await writeZip({ to, modified, signal: signal ?? new AbortController().signal }, fill);
}

describe('an archive that is written', () => {
  it('holds what its files held, each with its size and hash', async () => {
    const folder = await testFolder();
    const from = join(folder, 'quelle ä');
    await writeFile(from, 'x'.repeat(200_000));
    const files: (ZippedFile | null)[] = [];
    await write(join(folder, 'a.zip'), async (zip) => {
      files.push(await zip.addFile('a/ä.txt', from));
      files.push(await zip.addText('b', ''));
      files.push(await zip.addFile('gone', join(folder, 'nothing')));
      files.push(await zip.addFile('folder', folder).catch(() => null));
    });
    expect(files).toEqual([
      { path: 'a/ä.txt', bytes: 200_000, sha256: sha256Bytes(Buffer.from('x'.repeat(200_000))) },
      { path: 'b', bytes: 0, sha256: sha256Bytes(Buffer.alloc(0)) },
      null,
      null,
    ]);
    const zip = await openPromise(join(folder, 'a.zip'), { autoClose: false });
    const names: unknown[] = [];
    for await (const { fileName, uncompressedSize } of zip.eachEntry()) {
      names.push([fileName, uncompressedSize]);
    }
    zip.close();
    expect(names).toEqual([
      ['a/ä.txt', 200_000],
      ['b', 0],
    ]);
    expect((await readdir(folder)).sort()).toEqual(['a.zip', 'quelle ä']);
  });

  it('takes as much of a growing file as it held when its turn came', async () => {
    const folder = await testFolder();
    const from = join(folder, 'journal');
    await writeFile(from, 'line\n'.repeat(100_000));
    await write(join(folder, 'a.zip'), async (zip) => {
      const adding = zip.addFile('journal', from);
      await appendFile(from, 'more\n'.repeat(1000));
      const file = await adding;
      expect([500_000, 505_000]).toContain(file?.bytes);
    });
  });

  it('leaves the old one as it was when it fails or is stopped', async () => {
    const folder = await testFolder();
    const to = join(folder, 'a.zip');
    await writeFile(to, 'old');
    const failing = write(to, async (zip) => {
      await zip.addText('a', 'x'.repeat(1_000_000));
      throw new EnvironmentError('the disk is ill');
    });
    await expect(failing).rejects.toThrow('the disk is ill');
    const stop = new AbortController();
    const stopped = write(
      to,
      async (zip) => {
        await zip.addText('a', 'x');
        stop.abort();
        await zip.addText('b', 'x');
      },
      stop.signal,
    );
    await expect(stopped).rejects.toThrow(InterruptedError);
    expect(await readFile(to, 'utf8')).toBe('old');
    expect(await readdir(folder)).toEqual(['a.zip']);
  });

  it('in a folder that is not there is refused with its path', async () => {
    const folder = await testFolder();
    const to = join(folder, 'no', 'a.zip');
    const writing = write(to, async (zip) => {
      await zip.addText('a', 'x');
    });
    await expect(writing).rejects.toThrow(to);
  });
});
