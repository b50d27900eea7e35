import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chmod, mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { Action } from '../../../src/pipeline/action.ts';
import { performDownload, renderDownload } from '../../../src/pipeline/actions/download.ts';
import { performCommand } from '../../../src/pipeline/actions/perform-command.ts';
import { performUnpack, renderUnpack } from '../../../src/pipeline/actions/unpack.ts';
import {
  environmentActions,
  interpreterFolders,
} from '../../../src/pipeline/steps/environment-actions.ts';
import { InternalError } from '../../../src/system/errors.ts';
import { openUndoLog } from '../../../src/system/undo-log.ts';
import { testFolder } from '../../system/folder.ts';
import { plainEnvironment, withKeeper } from '../../system/kept.ts';

const here = process.platform === 'win32' ? 'win32' : 'linux';
const posixOnly = process.platform !== 'win32';
const downloads = 'C:\\w s\\downloads';

/** Performs actions as a step does, one after the other. */
async function perform(actions: readonly Action[], folder: string): Promise<void> {
  await withKeeper(async (keeper) => {
    const tools = {
      keeper,
      environment: plainEnvironment,
      signal: new AbortController().signal,
      log: join(folder, 'logs', 'environment.log'),
      undo: openUndoLog(join(folder, 'undo')),
    };
    for (const action of actions) {
      if (action.kind === 'command') await performCommand(action, tools);
      else if (action.kind === 'download') await performDownload(action, tools);
      else if (action.kind === 'unpack') await performUnpack(action, tools);
      else throw new Error(`no action of these steps: ${action.kind}`);
    }
  });
}

/** A wheel made by hand: pip installs it without a network. */
function wheel(folder: string): string {
  const path = join(folder, 'winrepro_probe-1.0-py3-none-any.whl');
  const program = `
import sys, zipfile
with zipfile.ZipFile(sys.argv[1], 'w') as f:
    f.writestr('winrepro_probe.py', 'answer = 42\\n')
    d = 'winrepro_probe-1.0.dist-info/'
    f.writestr(d + 'METADATA', 'Metadata-Version: 2.1\\nName: winrepro-probe\\nVersion: 1.0\\n')
    f.writestr(d + 'WHEEL', 'Wheel-Version: 1.0\\nRoot-Is-Purelib: true\\nTag: py3-none-any\\n')
    f.writestr(d + 'RECORD', '')
`;
  execFileSync('python3', ['-c', program, path]);
  return path;
}

describe('a virtual environment', () => {
  it.runIf(posixOnly)(
    'is made, with its requirements installed (POSIX paths)',
    async () => {
      const folder = await testFolder();
      const prefix = join(folder, 'prefix');
      const actions = environmentActions(
        { provider: 'venv', base: 'python3', requirements: [wheel(folder)] },
        { prefix, downloads, client: null, platform: here, lock: null },
      );
      await perform(actions, folder);
      const python = join(prefix, 'bin', 'python');
      const printed = execFileSync(
        python,
        ['-c', 'import sys, winrepro_probe as w; print(w.answer, sys.prefix)'],
        { encoding: 'utf8' },
      );
      expect(printed).toBe(`42 ${prefix}\n`);
    },
    120_000,
  );

  it('takes no pip where nothing is required', () => {
    const actions = environmentActions(
      { provider: 'venv', base: 'C:\\py\\python.exe', requirements: [] },
      { prefix: 'C:\\w\\prefix', downloads, client: null, platform: 'win32', lock: null },
    );
    expect(actions.map((action) => (action.kind === 'command' ? action.argv : action))).toEqual([
      ['C:\\py\\python.exe', '-m', 'venv', 'C:\\w\\prefix'],
    ]);
  });
});

describe('a PyPy from its archive', () => {
  it.runIf(posixOnly)('is downloaded, unpacked and given pip (a POSIX script)', async () => {
    const folder = await testFolder();
    const interpreter = join(folder, 'pypy3.7-v7.3.5', 'bin', 'pypy3');
    await mkdir(join(folder, 'pypy3.7-v7.3.5', 'bin'), { recursive: true });
    await writeFile(interpreter, '#!/bin/sh\necho "$@" >> "$(dirname "$0")/../calls"\n');
    await chmod(interpreter, 0o755);
    execFileSync('python3', ['-m', 'zipfile', '-c', 'a.zip', 'pypy3.7-v7.3.5'], { cwd: folder });
    const archive = await readFile(join(folder, 'a.zip'));
    const server = createServer((_, response) => response.end(archive));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => void server.close());
    const { port } = server.address() as AddressInfo;
    const prefix = join(folder, 'made', 'prefix');
    const actions = environmentActions(
      {
        provider: 'pypy-zip',
        url: `http://127.0.0.1:${port}/pypy/pypy3.7-v7.3.5-win64.zip?x=1`,
        sha256: createHash('sha256').update(archive).digest('hex'),
        interpreter: 'bin/pypy3',
        requirements: ['cython==0.29.23', 'setuptools<49.2.0'],
      },
      { prefix, downloads: join(folder, 'downloads'), client: null, platform: 'linux', lock: null },
    );
    await perform(actions, folder);
    expect(await readFile(join(prefix, 'calls'), 'utf8')).toBe(
      '-m ensurepip\n' +
        '-m pip install --no-input --disable-pip-version-check cython==0.29.23 setuptools<49.2.0\n',
    );
    const [kept = ''] = await readdir(join(folder, 'downloads'));
    expect(kept).toMatch(/^[0-9a-f]{8}-pypy3\.7-v7\.3\.5-win64\.zip$/);
    expect((await readFile(join(folder, 'downloads', kept))).equals(archive)).toBe(true);
  });

  it('is planned with the paths of the platform that it is for', () => {
    const url = 'https://downloads.python.org/pypy/pypy3.7-v7.3.5-win64.zip';
    const sha256 = '0'.repeat(64);
    const prefix = 'C:\\w s\\env\\prefix';
    const archive = 'C:\\w s\\downloads\\00000000-pypy3.7-v7.3.5-win64.zip';
    const [download, unpack, pip, ...rest] = environmentActions(
      { provider: 'pypy-zip', url, sha256, interpreter: 'pypy3.exe', requirements: [] },
      { prefix, downloads, client: null, platform: 'win32', lock: null },
    );
    expect(download).toEqual({ kind: 'download', url, sha256, to: archive });
    expect(unpack).toEqual({ kind: 'unpack', archive, to: prefix, strip: 1 });
    expect(pip).toMatchObject({ argv: [`${prefix}\\pypy3.exe`, '-m', 'ensurepip'] });
    expect(rest).toEqual([]);
  });
});

describe('a conda environment', () => {
  const client = { path: 'conda', kind: 'conda', version: '24.1.2', rootPrefix: null } as const;
  const pinned = { package: 'pypy3.7', version: '7.3.5', builds: [4], why: 'the bug' };
  const environment = {
    provider: 'conda',
    channels: ['conda-forge'],
    specs: ['pip'],
    interpreter: 'python.exe',
    kind: 'python',
  } as const;
  const making = {
    downloads,
    prefix: 'C:\\w\\prefix',
    client,
    platform: 'win32',
    lock: null,
  } as const;

  it('with a pin is made and checked, from a lock too', () => {
    for (const lock of [null, 'C:\\lock.txt']) {
      expect(environmentActions({ ...environment, pinned }, { ...making, lock })).toEqual([
        {
          kind: 'conda-create',
          client,
          prefix: making.prefix,
          channels: ['conda-forge'],
          specs: ['pip'],
          pinned,
          lock,
          platform: 'win32',
        },
        { kind: 'check-conda', prefix: making.prefix, pinned },
      ]);
    }
  });

  it('without a pin is made only', () => {
    const actions = environmentActions(environment, making);
    expect(actions).toMatchObject([{ kind: 'conda-create', pinned: null }]);
  });

  it('without a client is a bug', () => {
    expect(() => environmentActions(environment, { ...making, client: null })).toThrow(
      InternalError,
    );
  });
});

it('nothing is made for what is there already', () => {
  const making = { downloads, prefix: '/p', client: null, platform: 'linux', lock: null } as const;
  expect(environmentActions({ provider: 'none' }, making)).toEqual([]);
  expect(
    environmentActions({ provider: 'existing', interpreter: 'python3', kind: 'python' }, making),
  ).toEqual([]);
});

it('the folders of an interpreter are in the order of an activated conda', () => {
  expect(interpreterFolders('C:\\w s\\p', 'win32')).toEqual([
    'C:\\w s\\p',
    'C:\\w s\\p\\Library\\mingw-w64\\bin',
    'C:\\w s\\p\\Library\\usr\\bin',
    'C:\\w s\\p\\Library\\bin',
    'C:\\w s\\p\\Scripts',
    'C:\\w s\\p\\bin',
  ]);
  expect(interpreterFolders('/w s/p', 'linux')).toEqual(['/w s/p/bin']);
});

describe('as a person would type it', () => {
  const download = {
    kind: 'download',
    url: 'https://x/a.zip',
    sha256: 'ab',
    to: '/w s/a',
  } as const;
  const unpack = { kind: 'unpack', archive: '/a.zip', to: '/w s/p', strip: 1 } as const;

  it('for a shell', () => {
    expect(renderDownload(download, 'linux')).toEqual([
      "curl -fL -o '/w s/a' https://x/a.zip",
      "echo 'ab  /w s/a' | sha256sum -c",
    ]);
    expect(renderUnpack(unpack, 'linux')).toEqual([
      "mkdir -p '/w s/p'",
      "bsdtar -xf /a.zip -C '/w s/p' --strip-components=1",
    ]);
    expect(renderUnpack({ ...unpack, archive: '/a.tgz' }, 'linux')[1]).toMatch(
      /^tar -xf \/a\.tgz /,
    );
    expect(renderDownload(download, 'darwin')[1]).toBe("echo 'ab  /w s/a' | shasum -a 256 -c");
  });

  it('for cmd', () => {
    expect(renderDownload({ ...download, to: 'C:\\w s\\a' }, 'win32')).toEqual([
      'curl -fL -o "C:\\w s\\a" https://x/a.zip',
      'rem must print ab',
      'certutil -hashfile "C:\\w s\\a" SHA256',
    ]);
    expect(renderUnpack({ ...unpack, archive: 'C:\\a.zip', to: 'C:\\w s' }, 'win32')).toEqual([
      'mkdir "C:\\w s"',
      'tar -xf C:\\a.zip -C "C:\\w s" --strip-components=1',
    ]);
  });
});
