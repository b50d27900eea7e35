import { readdir, readFile, readlink, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { EnvironmentError, InterruptedError, UserError } from '../../src/system/errors.ts';
import { unpack } from '../../src/system/unpack.ts';
import { python, tarName, zipName } from './archives.ts';
import { testFolder } from './folder.ts';

async function unpackIn(folder: string, name: string, strip = 1, signal?: AbortSignal) {
  const to = join(folder, 'das Ziel');
  const request = { archive: join(folder, name), to, strip };
  await unpack({ ...request, signal: signal ?? new AbortController().signal });
  return to;
}

/** What is left beside the archive after a refusal. */
async function leftIn(folder: string): Promise<readonly string[]> {
  return (await readdir(folder)).filter((name) => name !== zipName && name !== tarName);
}

describe.each([
  {
    kind: 'zip',
    name: zipName,
    make: `z(('top/', b'', 0o40755), ('top/bin/run', b'#!/bin/sh\\n', 0o100755),
  ('top/lib/Dänisch 木.txt', b'content' * 1000, 0o100600), ('top/empty/', b'', 0o40555))`,
  },
  {
    kind: 'tar.gz',
    name: tarName,
    make: `t(('top', b'', 0o755, DIR, ''), ('top/bin/run', b'#!/bin/sh\\n', 0o4755, REG, ''),
  ('top/lib/Dänisch 木.txt', b'content' * 1000, 0o600, REG, ''), ('top/empty', b'', 0o555, DIR, ''))`,
  },
])('a $kind', ({ name, make }) => {
  it('is laid out without its first folder, with its times', async () => {
    const folder = await testFolder();
    python(folder, make);
    const to = await unpackIn(folder, name);
    expect((await readdir(to)).sort()).toEqual(['bin', 'empty', 'lib']);
    expect(await readFile(join(to, 'lib', 'Dänisch 木.txt'), 'utf8')).toBe('content'.repeat(1000));
    const { mtime } = await stat(join(to, 'bin', 'run'));
    expect(mtime.getUTCFullYear()).toBe(2021);
    expect(mtime.getUTCSeconds()).toBe(2);
    expect(await leftIn(folder)).toEqual(['das Ziel']);
  });

  it.runIf(process.platform !== 'win32')('keeps what is a program (POSIX)', async () => {
    const folder = await testFolder();
    python(folder, make);
    const to = await unpackIn(folder, name);
    const mode = async (path: string) => (await stat(join(to, path))).mode & 0o7111;
    expect(await mode('bin/run')).toBe(0o111);
    expect(await mode('lib/Dänisch 木.txt')).toBe(0);
  });

  it('is laid out whole without stripping', async () => {
    const folder = await testFolder();
    python(folder, make);
    expect(await readdir(await unpackIn(folder, name, 0))).toEqual(['top']);
  });

  it('that is cut short is refused, and nothing is left', async () => {
    const folder = await testFolder();
    python(folder, make);
    const path = join(folder, name);
    const bytes = await readFile(path);
    await writeFile(path, bytes.subarray(0, bytes.length - 40));
    await expect(unpackIn(folder, name)).rejects.toThrow(EnvironmentError);
    await expect(unpackIn(folder, name)).rejects.toThrow(`${path} is not a sound archive (`);
    expect(await leftIn(folder)).toEqual([]);
  });

  it('is left alone when the signal has stopped it', async () => {
    const folder = await testFolder();
    python(folder, make);
    await expect(unpackIn(folder, name, 1, AbortSignal.abort())).rejects.toThrow(InterruptedError);
    expect(await leftIn(folder)).toEqual([]);
  });

  it('is not unpacked over what is there', async () => {
    const folder = await testFolder();
    python(folder, make);
    const to = await unpackIn(folder, name);
    await expect(unpackIn(folder, name)).rejects.toThrow(`${to} is there already`);
  });
});

describe('a signal in the middle', () => {
  it.each([
    [zipName, "z(*[(f'top/{i}', b'x' * 2000, 0o100644) for i in range(20000)])"],
    [tarName, "t(*[(f'top/{i}', b'x' * 2000, 0o644, REG, '') for i in range(20000)])"],
  ])('stops %s and removes what was written', async (name, make) => {
    const folder = await testFolder();
    python(folder, make.replace("b'x' * 2000", 'str(i).encode() * 50'));
    const controller = new AbortController();
    const work = unpackIn(folder, name, 1, controller.signal);
    const stopped = expect(work).rejects.toThrow(InterruptedError);
    for (;;) {
      const part = (await leftIn(folder)).find((left) => left.includes('.part-'));
      if (part !== undefined && (await readdir(join(folder, part))).length > 100) break;
    }
    controller.abort();
    await stopped;
    expect(await leftIn(folder)).toEqual([]);
  });
});

describe('hostile names', () => {
  it.each([
    ['../evil', 'leaves the folder by'],
    ['top/../../evil', 'leaves the folder by'],
    ['/etc/evil', 'is an absolute path'],
    ['C:/evil', 'names a drive'],
    ['top\\..\\evil', 'has a backslash'],
    ['top/file:stream', 'has a sign that Windows cannot hold'],
    ['top/CON', 'is the name of a device'],
    ['top/nul.txt', 'is the name of a device'],
    ['top/aux .c', 'is the name of a device'],
    ['top/COM1/file', 'is the name of a device'],
    ['top/dot.', 'ends in a dot or a space'],
    ['top/space /file', 'ends in a dot or a space'],
  ])('%j are refused in both kinds', async (name, why) => {
    const folder = await testFolder();
    const literal = JSON.stringify(name);
    python(
      folder,
      `z(('top/good', b'1', 0o100644), (${literal}, b'2', 0o100644))
t(('top/good', b'1', 0o644, REG, ''), (${literal}, b'2', 0o644, REG, ''))`,
    );
    for (const archive of [zipName, tarName]) {
      const error: unknown = await unpackIn(folder, archive).catch((error: unknown) => error);
      expect(error).toBeInstanceOf(EnvironmentError);
      expect((error as Error).message).toContain(`its entry ${literal} ${why}`);
    }
    expect(await leftIn(folder)).toEqual([]);
  });
});

describe('links', () => {
  const both = (target: string, extra = ''): string => `
z(('top/d/file', b'1', 0o100644), ('top/d/link', b${JSON.stringify(target)}, 0o120777))
t(('top/d/file', b'1', 0o644, REG, ''), ('top/d/link', b'', 0o777, SYM, ${JSON.stringify(target)}))
${extra}`;

  it.runIf(process.platform !== 'win32').each([zipName, tarName])(
    'inside of the folder are made: %s (POSIX)',
    async (name) => {
      const folder = await testFolder();
      python(folder, both('../d/file'));
      const to = await unpackIn(folder, name);
      expect(await readlink(join(to, 'd', 'link'))).toBe('../d/file');
      expect(await readFile(join(to, 'd', 'link'), 'utf8')).toBe('1');
    },
  );

  it.each([
    '../../outside',
    '../../top/d/file',
    '/etc/passwd',
    '../d/../../..',
    '..\\..\\x',
    'C:x',
  ])('to %s are refused', async (target) => {
    const folder = await testFolder();
    python(folder, both(target));
    for (const name of [zipName, tarName]) {
      const error: unknown = await unpackIn(folder, name).catch((error: unknown) => error);
      expect(error).toBeInstanceOf(EnvironmentError);
      expect((error as Error).message).toMatch(/its entry "top\/d\/link" is a link/);
    }
    expect(await leftIn(folder)).toEqual([]);
  });

  it('with files beneath them are refused, whichever comes first', async () => {
    const folder = await testFolder();
    python(
      folder,
      `z(('top/a', b'd', 0o120777), ('top/d/', b'', 0o40755), ('top/a/file', b'1', 0o100644))
t(('top/a/file', b'1', 0o644, REG, ''), ('top/a', b'', 0o777, SYM, 'd'))`,
    );
    for (const name of [zipName, tarName]) {
      await expect(unpackIn(folder, name)).rejects.toThrow('"top/a/file" lies beneath a link');
    }
    expect(await leftIn(folder)).toEqual([]);
  });

  it('that are hard ones must name a file of the archive', async () => {
    const folder = await testFolder();
    python(folder, "t(('top/a', b'1', 0o644, REG, ''), ('top/b', b'', 0o644, LNK, '../../x'))");
    await expect(unpackIn(folder, tarName)).rejects.toThrow('"top/b" is a link that leaves');
    python(folder, "t(('top/a', b'1', 0o644, REG, ''), ('top/b', b'', 0o644, LNK, 'top/a'))");
    expect(await readFile(join(await unpackIn(folder, tarName), 'b'), 'utf8')).toBe('1');
  });
});

describe('other traps', () => {
  it('a file that is there twice is refused', async () => {
    const folder = await testFolder();
    python(
      folder,
      `z(('top/a', b'1', 0o100644), ('top/./a', b'2', 0o100644))
t(('top/a', b'1', 0o644, REG, ''), ('up/a', b'2', 0o644, REG, ''))`,
    );
    await expect(unpackIn(folder, zipName)).rejects.toThrow('"top/./a" is there twice');
    await expect(unpackIn(folder, tarName)).rejects.toThrow('"up/a" is there twice');
  });

  it('a compression bomb is refused before it is written', async () => {
    const folder = await testFolder();
    python(
      folder,
      `import os
bomb = os.urandom(8000) * 5000
z(('top/bomb', bomb, 0o100644))
t(('top/bomb', bomb, 0o644, REG, ''))`,
    );
    for (const name of [zipName, tarName]) {
      await expect(unpackIn(folder, name)).rejects.toThrow(
        '"top/bomb" brings it above 100 times the size of the archive',
      );
    }
    expect(await leftIn(folder)).toEqual([]);
  });

  it('a zip that lies about the size of its file is refused', async () => {
    const folder = await testFolder();
    python(
      folder,
      `z(('top/bomb', bytes(1 << 20), 0o100644))
d = bytearray(open(zip_name, 'rb').read())
at = d.rindex(b'PK\\x01\\x02'); d[at + 24:at + 28] = struct.pack('<I', 10)
open(zip_name, 'wb').write(d)`,
    );
    await expect(unpackIn(folder, zipName)).rejects.toThrow('is not a sound archive (');
    expect(await leftIn(folder)).toEqual([]);
  });

  it('a pipe is no file', async () => {
    const folder = await testFolder();
    python(folder, "t(('top/pipe', b'', 0o644, FIFO, ''))");
    await expect(unpackIn(folder, tarName)).rejects.toThrow('"top/pipe" is neither a file nor');
  });

  it('another kind of file is the fault of the recipe', async () => {
    const folder = await testFolder();
    await writeFile(join(folder, 'a.rar'), '');
    await expect(unpackIn(folder, 'a.rar')).rejects.toThrow(UserError);
  });
});
