import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { exportRules } from '../../../src/campaigns/export/archive-rules.ts';
import { openExport } from '../../../src/campaigns/replay/open-export.ts';
import { MANIFEST, type ExportManifest } from '../../../src/records/export-manifest.ts';
import { archiveGuard } from '../../../src/system/archive-entry.ts';
import { InterruptedError, UserError } from '../../../src/system/errors.ts';
import { listTree } from '../../../src/system/list-tree.ts';
import { hostileZip, type HostileEntry } from '../../system/hostile-zip.ts';
import { testFolder } from '../../system/folder.ts';
import { exportOf, listed, manifestOf } from './archives.ts';

const RUN = 'runs/20261123-234501-control-optimized-4f2a';

async function open(bytes: Buffer, maxBytes: number | null = null, signal?: AbortSignal) {
  const folder = await testFolder();
  const archive = join(folder, 'fremd ä.zip');
  await writeFile(archive, bytes);
  const into = join(folder, 'in', 'das Ziel');
  const request = { archive, into, maxBytes, signal: signal ?? new AbortController().signal };
  return { folder, archive, into, opening: openExport(request) };
}

/** All files below the test's folder but the archive, and what is left of the target. */
async function leftIn(folder: string): Promise<readonly string[]> {
  const files = (await listTree(folder)).map(({ path }) => path);
  const folders = await readdir(join(folder, 'in')).catch(() => []);
  return [...files.filter((path) => path !== 'fremd ä.zip'), ...folders];
}

/** The archive is refused in one sentence, and nothing of it is on the disk. */
async function refused(bytes: Buffer, why: string, maxBytes: number | null = null) {
  const { folder, archive, opening } = await open(bytes, maxBytes);
  const error = await opening.then(
    () => null,
    (caught: unknown) => caught,
  );
  expect(error).toBeInstanceOf(UserError);
  const { message } = error as UserError;
  expect(message).toContain(why);
  expect(message.startsWith(archive)).toBe(true);
  expect(message).not.toContain('\n');
  expect(await leftIn(folder)).toEqual([]);
}

const good: readonly HostileEntry[] = [
  { name: 'recipe/control.yaml', data: 'schema: 1\n' },
  { name: 'recipe/templates/Müll 木.c', data: '' },
  { name: `${RUN}/run.json`, data: '{}' },
  { name: `${RUN}/trials/000001/output.txt`, data: 'turn\n'.repeat(1000) },
  { name: 'report.md', data: '# report\n' },
];

describe('an archive', () => {
  it('that is what its manifest says is unpacked, with its manifest', async () => {
    const { into, opening } = await open(exportOf(good));
    expect((await opening).id).toBe('20261123-234501-control-optimized-4f2a');
    const files = await listTree(into);
    expect(files.map(({ path }) => path)).toEqual(
      [...good.map(({ name }) => name), MANIFEST].sort(),
    );
    const output = join(into, ...`${RUN}/trials/000001/output.txt`.split('/'));
    expect(await readFile(output, 'utf8')).toBe('turn\n'.repeat(1000));
  });

  it('may have entries for its folders', async () => {
    const folder = { name: 'recipe/', mode: 0o40755, method: 0 };
    const zip = hostileZip([
      folder,
      ...good,
      { name: MANIFEST, data: JSON.stringify(manifestOf({ files: good.map(listed) })) },
    ]);
    const { into, opening } = await open(zip);
    await opening;
    expect(await readdir(into)).toContain('recipe');
  });

  it('is not unpacked over what is there', async () => {
    const { folder, archive } = await open(exportOf(good));
    const into = join(folder, 'mine');
    await mkdir(into);
    const signal = new AbortController().signal;
    const opening = openExport({ archive, into, maxBytes: null, signal });
    await expect(opening).rejects.toThrow(`${into} is there already: name another folder`);
    expect(await readdir(into)).toEqual([]);
  });

  it('leaves nothing behind when the user stops it', async () => {
    const { folder, opening } = await open(exportOf(good), null, AbortSignal.abort());
    await expect(opening).rejects.toThrow(InterruptedError);
    expect(await leftIn(folder)).toEqual([]);
  });
});

describe('a hostile name', () => {
  it.each([
    ['../evil', 'leaves the folder by ".."'],
    ['recipe/../../evil', 'leaves the folder by ".."'],
    ['/etc/evil', 'is an absolute path'],
    ['//host/share/evil', 'is an absolute path'],
    ['C:/evil', 'names a drive'],
    ['c:evil', 'names a drive'],
    ['\\\\host\\share\\evil', 'has a backslash'],
    ['recipe\\..\\..\\evil', 'has a backslash'],
    ['recipe/file:stream', 'has a sign that Windows cannot hold'],
    ['recipe/CON', 'is the name of a device'],
    ['recipe/nul.txt', 'is the name of a device'],
    ['recipe/COM¹.c', 'is the name of a device'],
    ['recipe/dot.', 'ends in a dot or a space'],
    ['recipe/a\0b', 'has a sign that Windows cannot hold'],
    ['recipe/a\nb', 'has a sign that Windows cannot hold'],
    ['recipe/a\u202Etxt.exe', 'has a sign that cannot be seen'],
    ['recipe/a\u007Fb', 'has a sign that cannot be seen'],
    ['recipe//a', 'has an empty part or a "."'],
    ['./recipe/a', 'has an empty part or a "."'],
    ['recipe/./a', 'has an empty part or a "."'],
    [`recipe/${'a'.repeat(256)}`, 'has a part of over 255 bytes'],
    [`recipe/${'a/'.repeat(32)}a`, 'is deeper than 32 folders'],
    ['builds/0123456789abcdef/stamps/build.json', 'lies where an export has no files'],
    ['undo/0123.json', 'lies where an export has no files'],
    [`${RUN}/lock`, 'lies where an export has no files'],
    [`${RUN}x/run.json`, 'lies where an export has no files'],
    ['stress/other/stress.json', 'lies where an export has no files'],
    ['workspace/builds/x', 'lies where an export has no files'],
  ])('%j is refused', async (name, why) => {
    await refused(exportOf([...good, { name, data: 'evil' }]), why);
  });

  it.each([
    ['recipe/control.yaml', 'recipe/control.yaml'],
    ['recipe/control.yaml', 'recipe/CONTROL.yaml'],
    ['recipe/straße', 'recipe/STRASSE'],
    ['recipe/\u00e4', 'recipe/a\u0308'],
  ])('%j beside %j is refused: one file on some system', async (first, second) => {
    await refused(exportOf([{ name: first }, { name: second, data: 'x' }]), 'is there twice');
  });

  it('below a file is refused', async () => {
    await refused(exportOf([{ name: 'recipe/a' }, { name: 'recipe/a/b' }]), 'lies beneath a file');
  });

  it('in a local header is not believed: the index alone counts', async () => {
    const { folder, opening } = await open(
      exportOf([...good, { name: 'recipe/fine', localName: '../../evil', data: 'x' }]),
    );
    await opening;
    expect((await leftIn(folder)).filter((path) => path.includes('evil'))).toEqual([]);
  });

  it('that is no UTF-8 is refused', async () => {
    const name = Buffer.from([...Buffer.from('recipe/'), 0xff, 0xfe]);
    await refused(exportOf([...good, { name, data: 'x' }]), 'has a sign that cannot be seen');
  });
});

describe('what is no plain file', () => {
  it.each([
    ['a link', 0o120777, 'is a link'],
    ['a pipe', 0o010644, 'is neither a file nor a folder nor a link'],
    ['a device', 0o020644, 'is neither a file nor a folder nor a link'],
    ['a socket', 0o140644, 'is neither a file nor a folder nor a link'],
  ])('%s is refused', async (_what, mode, why) => {
    await refused(exportOf([...good, { name: 'recipe/odd', mode, data: '/etc/passwd' }]), why);
  });
});

describe('a bomb', () => {
  it('of more than 256 MiB is refused without --max-size', async () => {
    const zip = hostileZip([{ name: 'recipe/zeros', claimedBytes: 257 * 1024 ** 2, data: 'x' }]);
    await refused(
      zip,
      'brings it above 268435456 bytes: if you trust where it comes from, say with',
    );
  });

  it('of files that share their bytes is refused even with it', async () => {
    const zeros = { name: 'recipe/0', data: Buffer.alloc(4 * 1024 ** 2) };
    const others = Array.from({ length: 200 }, (_, place) => ({
      name: `recipe/${place + 1}`,
      data: zeros.data,
      sameDataAs: 0,
    }));
    await refused(exportOf([zeros, ...others]), 'times the size of the archive', 10 ** 12);
  });

  it('that unpacks to more than it claims is stopped', async () => {
    const zeros = { name: 'recipe/0', data: Buffer.alloc(1024 ** 2), claimedBytes: 10 };
    const files = [{ ...listed(zeros), bytes: 10 }];
    await refused(exportOf([zeros], { files }), 'its entry "recipe/0" is damaged');
  });

  it('of more than 200,000 files is refused', () => {
    const guard = archiveGuard('a.zip', 10 ** 9, 0, true, exportRules(10 ** 12));
    const file = (name: string) => guard.check({ name, type: 'file', size: 0, target: '' });
    for (let place = 0; place < 200_000; place += 1) file(`recipe/${place}`);
    expect(() => file('recipe/one')).toThrow('"recipe/one" is one more than 200000 entries');
  });

  it('is measured by what the user allows', async () => {
    const { opening } = await open(exportOf(good), 10);
    await expect(opening).rejects.toThrow('brings it above 10 bytes');
  });
});

describe('an archive that is not what it says', () => {
  it.each<[string, (all: ExportManifest['files']) => ExportManifest['files'], string]>([
    ['an entry that is not listed', (all) => all.slice(1), '"recipe/control.yaml" is not listed'],
    [
      'a listed file that is missing',
      (all) => [...all, { path: 'recipe/gone', bytes: 0, sha256: '0'.repeat(64) }],
      'lists "recipe/gone", which is missing',
    ],
    ['a file that is listed twice', (all) => [...all, ...all], 'lists "recipe/control.yaml" twice'],
    [
      'another size',
      (all) => all.map((file) => ({ ...file, bytes: file.bytes + 1 })),
      'has 10 bytes and its winrepro-export.json lists 11',
    ],
    [
      'another hash',
      (all) => all.map((file) => ({ ...file, sha256: '0'.repeat(64) })),
      'its entry "recipe/control.yaml" is damaged',
    ],
  ])('with %s is refused', async (_what, change, why) => {
    await refused(exportOf(good, { files: change(good.map(listed)) }), why);
  });

  it.each<[string, HostileEntry, string]>([
    ['without a manifest', { name: 'report.md' }, `it has no ${MANIFEST}`],
    ['whose manifest is no JSON', { name: MANIFEST, data: '{' }, 'is damaged (its key value is'],
    [
      'of a newer version',
      { name: MANIFEST, data: '{"schema":"winrepro/export/2"}' },
      'is of the schema "winrepro/export/2" and this winrepro reads winrepro/export/1',
    ],
    [
      'whose id is a path',
      { name: MANIFEST, data: JSON.stringify(manifestOf({ id: '../../evil' })) },
      'its key id is missing or wrong',
    ],
    [
      'that is encrypted',
      { name: 'recipe/secret', data: 'x', flags: 0x801 },
      'is encrypted or packed in an unknown way',
    ],
    [
      'that is packed in an unknown way',
      { name: 'recipe/odd', data: 'x', method: 99 },
      'is encrypted or packed in an unknown way',
    ],
  ])('%s is refused', async (_what, entry, why) => {
    await refused(hostileZip([entry]), why);
  });

  it('a flipped bit anywhere is found, or changes nothing of what is written', async () => {
    const whole = exportOf(good);
    await fc.assert(
      fc.asyncProperty(fc.nat(whole.length * 8 - 1), async (bit) => {
        const bytes = Buffer.from(whole);
        const at = bit >> 3;
        bytes[at] = (bytes[at] ?? 0) ^ (1 << (bit & 7));
        const { folder, into, opening } = await open(bytes);
        const manifest = await opening.catch((error: unknown) => {
          expect(error).toBeInstanceOf(UserError);
          return null;
        });
        if (manifest === null) {
          expect(await leftIn(folder)).toEqual([]);
          return;
        }
        for (const { name, data } of good) {
          const path = join(into, ...name.toString().split('/'));
          expect((await readFile(path)).equals(Buffer.from(data ?? ''))).toBe(true);
        }
      }),
      { numRuns: 150 },
    );
  });

  it('cut short anywhere is refused', async () => {
    const whole = exportOf(good);
    await fc.assert(
      fc.asyncProperty(fc.nat(whole.length - 1), async (length) => {
        await refused(whole.subarray(0, length), 'is refused, because');
      }),
      { numRuns: 60 },
    );
  });
});

describe('whatever archive is given', () => {
  const part = fc.oneof(
    fc.constantFrom('..', '.', '', 'recipe', 'C:', '~', 'CON', 'a', 'ä', 'a\u0308', RUN),
    fc.string({ maxLength: 6 }),
  );
  const name = fc
    .array(part, { minLength: 1, maxLength: 4 })
    .chain((parts) => fc.constantFrom('/', '\\').map((sign) => parts.join(sign)));
  const entry = fc.record({
    name: fc.oneof(
      name,
      name.map((rest) => `recipe/${rest}`),
    ),
    data: fc.string({ maxLength: 20 }),
    mode: fc.constantFrom(0o100644, 0o100755, 0o120777, 0o040755, 0o010644, 0),
    method: fc.constantFrom(0, 8),
  });

  it('nothing is written outside of the target, and the target is whole or not there', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(entry, { maxLength: 5 }), fc.boolean(), async (entries, honest) => {
        const files = entries.filter(({ mode }) => honest || mode !== 0o120777).map(listed);
        const { folder, opening } = await open(exportOf(entries, { files }));
        const manifest = await opening.catch((error: unknown) => {
          expect(error).toBeInstanceOf(UserError);
          return null;
        });
        const outside = (await listTree(folder))
          .map(({ path }) => path)
          .filter((path) => path !== 'fremd ä.zip' && !path.startsWith('in/das Ziel/'));
        expect(outside).toEqual([]);
        if (manifest === null) expect(await leftIn(folder)).toEqual([]);
        else expect(await readdir(join(folder, 'in'))).toEqual(['das Ziel']);
      }),
      { numRuns: 300 },
    );
  });
});
