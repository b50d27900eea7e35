import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { CondaCreateAction } from '../../../src/pipeline/action.ts';
import { performCheckConda, renderCheckConda } from '../../../src/pipeline/actions/check-conda.ts';
import {
  performCondaCreate,
  renderCondaCreate,
} from '../../../src/pipeline/actions/conda-create.ts';
import type { CondaClient } from '../../../src/system/conda.ts';
import { EnvironmentError, InterruptedError, UserError } from '../../../src/system/errors.ts';
import { exists, remove } from '../../../src/system/files.ts';
import { openUndoLog } from '../../../src/system/undo-log.ts';
import { testFolder } from '../../system/folder.ts';
import { plainEnvironment, withKeeper } from '../../system/kept.ts';
import { fakeConda, type Behaviour } from './fake-conda.ts';

const pinned = {
  package: 'pypy3.7',
  version: '7.3.5',
  builds: [4, 3, 2],
  why: 'the bug of the register allocator',
};

async function situation(kind: CondaClient['kind'], behaviour: Behaviour) {
  const folder = await testFolder();
  const client = await fakeConda(folder, kind, behaviour);
  const action: CondaCreateAction = {
    kind: 'conda-create',
    client,
    prefix: join(folder, 'made', 'prefix'),
    channels: ['conda-forge'],
    specs: ['python=3.7.10=*_73_pypy'],
    pinned,
    lock: null,
    platform: 'linux',
  };
  const create = (changes: Partial<CondaCreateAction> = {}, signal?: AbortSignal) =>
    withKeeper((keeper) =>
      performCondaCreate(
        { ...action, ...changes },
        {
          keeper,
          environment: plainEnvironment,
          signal: signal ?? new AbortController().signal,
          log: join(folder, 'logs', 'environment.log'),
          undo: openUndoLog(join(folder, 'undo')),
        },
      ),
    );
  const calls = async (): Promise<readonly (readonly string[])[]> =>
    (await readFile(join(folder, 'calls.jsonl'), 'utf8'))
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as string[]);
  return { folder, action, create, calls, lock: join(folder, 'made', 'lock.txt') };
}

async function failureOf(work: Promise<unknown>): Promise<EnvironmentError> {
  const error: unknown = await work.then(
    () => null,
    (error: unknown) => error,
  );
  expect(error).toBeInstanceOf(EnvironmentError);
  return error as EnvironmentError;
}

describe.runIf(process.platform !== 'win32').each(['conda', 'micromamba'] as const)(
  'with %s (a POSIX script)',
  (kind) => {
    it('the next build is taken when the first is not to be had', async () => {
      const { action, create, calls, lock } = await situation(kind, { builds: [3, 2] });
      await create();
      const specs = (await calls()).map((argv) => argv.find((word) => word.startsWith('pypy3.7=')));
      expect(specs).toEqual(['pypy3.7=7.3.5=*_4', 'pypy3.7=7.3.5=*_3', undefined]);
      await performCheckConda({ kind: 'check-conda', prefix: action.prefix, pinned });
      expect(await exists(join(action.prefix, 'conda-meta', 'history'))).toBe(false);
      expect(await readFile(lock, 'utf8')).toMatch(
        /^@EXPLICIT\nhttps:.*pypy3\.7-7\.3\.5-h0_3\.conda#0{32}\nhttps:.*pypy3\.7-extra-.*\n$/,
      );
    });

    it('no build at all is a failure in the words of the client', async () => {
      const { create, calls, lock } = await situation(kind, { builds: [9] });
      const { message, evidence } = await failureOf(create());
      expect(message).toMatch(
        /^none of the builds .*\*_4, .*\*_3, .*\*_2 is to be had from conda-/,
      );
      expect(message).toContain(pinned.why);
      expect(evidence).toContain(kind === 'conda' ? 'not available from' : 'does not exist');
      expect(evidence).toContain('*_2');
      expect(await calls()).toHaveLength(3);
      expect(await exists(lock)).toBe(false);
    });

    it('a conflict is no reason to try another build', async () => {
      const { create, calls } = await situation(kind, {
        builds: [3],
        failure:
          'Encountered problems while solving:\n  - nothing provides libffi 3.3.* needed by ' +
          'pypy3.7-7.3.5-h0_4',
      });
      const { message, evidence } = await failureOf(create());
      expect(message).toContain('ended with status 1');
      expect(evidence).toContain('nothing provides libffi');
      expect(await calls()).toHaveLength(1);
    });

    it('a channel out of reach is one sentence with the words of the client', async () => {
      const words =
        kind === 'conda'
          ? 'CondaHTTPError: HTTP 000 CONNECTION FAILED for url <https://conda.anaconda.org/x>'
          : 'critical libmamba Download error (6) Could not resolve hostname [https://conda]';
      const { create, calls } = await situation(kind, { builds: [4], failure: words });
      const { message } = await failureOf(create());
      expect(message).toBe(
        `${kind} cannot reach conda-forge (${words}): connect this machine to the network, or set ` +
          'HTTPS_PROXY to its proxy, and run again',
      );
      expect(await calls()).toHaveLength(1);
    });

    it('a lock is installed as it is, and held against the pin', async () => {
      const { folder, action, create, calls } = await situation(kind, { builds: [] });
      const lock = join(folder, 'my lock.txt');
      const line = (build: number) =>
        `# a remark\r\n@EXPLICIT\r\nhttps://c.org/x/linux-64/pypy3.7-7.3.5-h0_${build}.conda\r\n`;
      await writeFile(lock, line(4));
      await create({ lock });
      expect((await calls())[0]?.slice(-2)).toEqual(['--file', lock]);
      await performCheckConda({ kind: 'check-conda', prefix: action.prefix, pinned });
      await remove(action.prefix);
      await writeFile(lock, line(5));
      await create({ lock });
      const check = performCheckConda({ kind: 'check-conda', prefix: action.prefix, pinned });
      expect((await failureOf(check)).message).toContain('build 5 (h0_5) instead of');
    });

    it('Ctrl-C ends the client', async () => {
      const { create } = await situation(kind, { builds: [], hangs: true });
      const controller = new AbortController();
      setTimeout(() => controller.abort(), 600);
      await expect(create({}, controller.signal)).rejects.toThrow(InterruptedError);
    });
  },
);

describe.runIf(process.platform !== 'win32')('a lock that is none (POSIX script)', () => {
  it.each([
    ['name: x\ndependencies: []\n', 1, '@EXPLICIT'],
    ['# only\n\n# remarks\n', 1, '@EXPLICIT'],
    ['@EXPLICIT\n', 1, 'no package'],
    ['@EXPLICIT\n\npython=3.7\n', 3, 'is not the URL of a package'],
    ['# x\n@EXPLICIT\nhttps://c/win-64/a-1-0.conda\n', 3, 'another platform than linux'],
  ])('%j is refused with the number of its line, before any work', async (text, line, why) => {
    const { folder, create } = await situation('conda', { builds: [] });
    const lock = join(folder, 'Schloss ü.txt');
    await writeFile(lock, text);
    const error: unknown = await create({ lock }).catch((error: unknown) => error);
    expect(error).toBeInstanceOf(UserError);
    expect((error as Error).message).toContain(`${lock}:${line} `);
    expect((error as Error).message).toContain(why);
    expect(await exists(join(folder, 'calls.jsonl'))).toBe(false);
  });
});

describe('the check of the pin', () => {
  const installed = async (records: readonly object[]) => {
    const prefix = await testFolder();
    await mkdir(join(prefix, 'conda-meta'));
    for (const [index, record] of records.entries()) {
      const file = join(prefix, 'conda-meta', `pypy3.7-${index}.json`);
      await writeFile(file, JSON.stringify(record));
    }
    return { kind: 'check-conda', prefix, pinned } as const;
  };
  const record = { name: 'pypy3.7', version: '7.3.5', build: 'hb504520_9', build_number: 9 };

  it('names another build, and what it would lack', async () => {
    const { message } = await failureOf(performCheckConda(await installed([record])));
    expect(message).toContain('has pypy3.7 7.3.5 build 9 (hb504520_9) instead of pypy3.7 7.3.5');
    expect(message).toContain('build 4 or 3 or 2');
    expect(message).toContain(pinned.why);
  });

  it('names another version', async () => {
    const action = await installed([{ ...record, version: '7.3.7', build_number: 3 }]);
    expect((await failureOf(performCheckConda(action))).message).toContain('7.3.7 build 3');
  });

  it('misses the record', async () => {
    const action = await installed([{ ...record, name: 'pypy3.7-extra', build_number: 4 }]);
    expect((await failureOf(performCheckConda(action))).message).toContain('has no record of');
    const nowhere = { ...action, prefix: join(action.prefix, 'nothing') };
    expect((await failureOf(performCheckConda(nowhere))).message).toContain('has no record of');
  });
});

describe('as a person would type it', () => {
  const action: CondaCreateAction = {
    kind: 'conda-create',
    client: { path: 'conda', kind: 'conda', version: '24.1.2', rootPrefix: null },
    prefix: 'C:\\w s\\prefix',
    channels: ['conda-forge'],
    specs: ['pip'],
    pinned,
    lock: null,
    platform: 'win32',
  };

  it('for cmd', () => {
    expect(renderCondaCreate(action, 'win32')).toEqual([
      'set "PYTHONIOENCODING=utf-8"',
      'conda create -y --json --quiet -p "C:\\w s\\prefix" --override-channels -c conda-forge pip "pypy3.7=7.3.5=*_4"',
      'rem if that build is not to be had: the same with pypy3.7=7.3.5=*_3, then pypy3.7=7.3.5=*_2',
      'conda list -p "C:\\w s\\prefix" --explicit --md5 > "C:\\w s\\lock.txt"',
    ]);
    expect(renderCheckConda({ kind: 'check-conda', prefix: 'C:\\w s', pinned }, 'win32')).toEqual([
      'rem must be pypy3.7 7.3.5 build 4 or 3 or 2',
      'findstr "version build_number" "C:\\w s\\conda-meta\\pypy3.7-*.json"',
    ]);
  });

  it('for a shell', () => {
    const posix = { ...action, prefix: '/w s/prefix', platform: 'linux', lock: '/l.txt' } as const;
    expect(renderCondaCreate(posix, 'linux')).toEqual([
      "conda create -y -p '/w s/prefix' --file /l.txt",
      "conda list -p '/w s/prefix' --explicit --md5 > '/w s/lock.txt'",
    ]);
    expect(renderCheckConda({ kind: 'check-conda', prefix: '/w s', pinned }, 'linux')).toEqual([
      '# must be pypy3.7 7.3.5 build 4 or 3 or 2',
      `grep -E '"(version|build_number)"' '/w s/conda-meta/pypy3.7-'*.json`,
    ]);
  });
});
