import { chmod, mkdir, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { EnvironmentError } from '../../src/system/errors.ts';
import { findMsvc } from '../../src/system/msvc.ts';
import { testFolder } from './folder.ts';

/**
 * The way from vswhere to cl with real processes: scripts stand in for vswhere, cmd.exe and cl.
 * What cmd.exe makes of the batch file only Windows (or Wine) can show.
 */
interface Machine {
  readonly root: string;
  readonly installation: string;
  readonly environment: Readonly<Record<string, string>>;
}

const SYSTEM_PATH = process.env['PATH'] ?? '';

async function script(path: string, lines: readonly string[]): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, ['#!/bin/sh', ...lines, ''].join('\n'));
  await chmod(path, 0o755);
}

async function machine(toolsets: readonly string[], cmd?: readonly string[]): Promise<Machine> {
  const root = await testFolder();
  const installation = join(root, 'Visual Studio', '2019');
  const tools = join(installation, 'VC', 'Tools', 'MSVC');
  for (const version of toolsets) {
    await script(join(tools, version, 'bin', 'Hostx64', 'x64', 'cl.exe'), []);
  }
  const answer = JSON.stringify([{ installationPath: installation, installationVersion: '16.11' }]);
  await writeFile(join(root, 'answer.json'), answer);
  await script(join(root, 'programs', 'vswhere'), [
    `printf '%s ' "$@" > '${root}/vswhere was asked'`,
    `cat '${root}/answer.json'`,
  ]);
  await script(join(root, 'vc bin', 'cl'), [
    'echo "Microsoft (R) C/C++ Optimizing Compiler Version 19.29.30154 for x64 $INCLUDE" >&2',
    'echo "usage: cl [ option... ] filename..."',
    'exit 0',
  ]);
  await script(
    join(root, 'cmd'),
    cmd ?? [
      'printf "oddly" >&2',
      // The toolset is the last word; the working folder must hold the batch file.
      'test -f msvc-environment.bat || exit 7',
      'for toolset; do :; done',
      `{ echo '=== winrepro: the variables follow ==='; printf 'PATH=%s\\r\\n' '${root}/vc bin:'"$PATH"`,
      String.raw`printf 'INCLUDE=inc ä\r\nVCToolsVersion=%s\r\nARGS=%s\r\nSCRIPT=%s\r\n' "$toolset" "$*" "$WINREPRO_VCVARSALL"`,
      `printf 'KEPT=%s\\r\\nOUTSIDE=%s\\r\\n' "$KEPT" "$NO_COLOR"; } | iconv -f UTF-8 -t UTF-16LE`,
    ],
  );
  const environment = {
    PATH: `${join(root, 'programs')}:${SYSTEM_PATH}`,
    ComSpec: join(root, 'cmd'),
    KEPT: 'as it was',
  };
  return { root, installation, environment };
}

describe('finding Visual Studio', () => {
  it('gives the toolset, its cl and what vcvarsall.bat changed', async () => {
    const { root, installation, environment } = await machine(['14.16.27023', '14.29.30133']);
    const msvc = await findMsvc({ toolsets: ['14.29'] }, environment);
    const vcvarsall = join(installation, 'VC', 'Auxiliary', 'Build', 'vcvarsall.bat');
    expect(msvc).toEqual({
      installation,
      toolset: '14.29.30133',
      version: 'Microsoft (R) C/C++ Optimizing Compiler Version 19.29.30154 for x64 inc ä',
      cl: join(root, 'vc bin', 'cl'),
      vcvarsall,
      variables: {
        PATH: `${join(root, 'vc bin')}:${environment['PATH'] ?? ''}`,
        INCLUDE: 'inc ä',
        VCToolsVersion: '14.29.30133',
        ARGS: '/d /u /c .\\msvc-environment.bat 14.29.30133',
        SCRIPT: vcvarsall,
        // The test's own process has it, the environment that was given has not.
        OUTSIDE: '',
        DISTUTILS_USE_SDK: '1',
        MSSdk: '1',
      },
      warnings: [],
    });
  });

  it('warns of another toolset than the wanted', async () => {
    const { environment } = await machine(['14.16.27023', '14.50.1']);
    const msvc = await findMsvc({ toolsets: ['14.29'] }, environment);
    expect(msvc.toolset).toBe('14.16.27023');
    expect(msvc.warnings).toHaveLength(1);
  });

  it('takes no toolset whose cl was removed', async () => {
    const { installation, environment } = await machine(['14.16.27023', '14.29.30133']);
    await rm(join(installation, 'VC', 'Tools', 'MSVC', '14.29.30133', 'bin'), { recursive: true });
    expect((await findMsvc({ toolsets: ['14.29'] }, environment)).toolset).toBe('14.16.27023');
  });

  it('says how to install it when there is none', async () => {
    const bare = { PATH: SYSTEM_PATH };
    const work = findMsvc({ toolsets: ['14.29'] }, bare);
    await expect(work).rejects.toThrow(EnvironmentError);
    await expect(work).rejects.toThrow(/^no Visual Studio found .* `winget install --id /);
    const { environment } = await machine([]);
    await expect(findMsvc({ toolsets: ['14.29'] }, environment)).rejects.toThrow(
      /^no Visual Studio with a C compiler/,
    );
  });

  it('shows what vswhere says when it fails', async () => {
    const { root, environment } = await machine(['14.29.30133']);
    await script(join(root, 'programs', 'vswhere'), ['echo Error 0x57; exit 87']);
    const work = findMsvc({ toolsets: ['14.29'] }, environment);
    await expect(work).rejects.toThrow('does not tell where Visual Studio is');
    await expect(work).rejects.toMatchObject({ evidence: 'Error 0x57' });
  });

  it('shows what vcvarsall.bat says when it fails', async () => {
    const { environment } = await machine(
      ['14.29.30133'],
      ['echo [ERROR:vcvars.bat] >&2', 'exit 1'],
    );
    const work = findMsvc({ toolsets: ['14.29'] }, environment);
    await expect(work).rejects.toThrow(EnvironmentError);
    await expect(work).rejects.toThrow('vcvarsall.bat x64 -vcvars_ver=14.29.30133 failed');
    await expect(work).rejects.toMatchObject({ evidence: '[ERROR:vcvars.bat]' });
  });

  it('shows it also in the encoding that cmd prints it in', async () => {
    const { environment } = await machine(
      ['14.29.30133'],
      ["printf '[ERROR: für 木]\\r\\n' | iconv -f UTF-8 -t UTF-16LE >&2", 'exit 1'],
    );
    const work = findMsvc({ toolsets: ['14.29'] }, environment);
    await expect(work).rejects.toMatchObject({ evidence: '[ERROR: für 木]' });
  });

  it.each([
    ['another toolset than asked for', '14.44.1', 'sets up toolset 14.44.1 when asked for 14.29.1'],
    ['no cl', '14.29.1', 'no cl of toolset 14.29.1 is on PATH'],
  ])('refuses what sets up %s', async (_, made, sentence) => {
    const { environment } = await machine(
      ['14.29.1'],
      [
        `printf '=== winrepro: the variables follow ===\\r\\nVCToolsVersion=${made}\\r\\n' |`,
        'iconv -f UTF-8 -t UTF-16LE',
      ],
    );
    const work = findMsvc({ toolsets: ['14.29'] }, { ...environment, VCToolsVersion: '14.44.1' });
    await expect(work).rejects.toThrow(EnvironmentError);
    await expect(work).rejects.toThrow(sentence);
  });
});
