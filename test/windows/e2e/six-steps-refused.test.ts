import fse from 'fs-extra';
import path from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { windowsFolder } from './bed.ts';
import { distutilsIn, makeMiniNumpy, miniNumpyRecipe } from './mini-numpy.ts';
import { runWindowsCli } from './windows-cli.ts';
import { layOutMachine, type MachineParts, type WindowsMachine } from './windows-machine.ts';

let cwd = '';

beforeEach(async () => {
  cwd = await windowsFolder();
});

/** The sentence with which a run is refused; it must be one, with status 125 and no evidence. */
async function refusal(machine: WindowsMachine): Promise<string> {
  const repository = await makeMiniNumpy(path.join(cwd, 'mini-numpy'));
  const args = ['run', miniNumpyRecipe(), '--source', repository, '--quiet'];
  const ended = await runWindowsCli(args, { cwd, env: machine.env });
  expect(ended).toMatchObject({ exitCode: 125, stdout: '', left: [] });
  expect(ended.stderr.trimEnd().split('\n')).toHaveLength(1);
  return ended.stderr;
}

async function refusalOf(parts: MachineParts): Promise<string> {
  const sentence = await refusal(await layOutMachine(path.join(cwd, 'machine'), parts));
  expect(await fse.pathExists(path.join(cwd, '.winrepro'))).toBe(false);
  return sentence;
}

describe('a Windows machine on which the recipe cannot be run', () => {
  it('has no conda: the command that installs one', async () => {
    const sentence = await refusalOf({ builds: null });
    expect(sentence).toContain('no conda, mamba or micromamba found');
    expect(sentence).toContain('`winget install --id CondaForge.Miniforge3`');
  });

  it.each([
    ['no Visual Studio', null],
    ['a Visual Studio without a C compiler', []],
  ])('has %s: the command that installs the toolset', async (_what, toolsets) => {
    const sentence = await refusalOf({ toolsets });
    expect(sentence).toContain('no Visual Studio');
    expect(sentence).toContain('winget install --id Microsoft.VisualStudio.2022.BuildTools');
    expect(sentence).toContain('VC.14.29.16.11.x86.x64');
  });

  it('has only a cl that compiles numpy wrong', async () => {
    const sentence = await refusalOf({ toolsets: ['14.51.36014'] });
    expect(sentence).toContain('MSVC toolset 14.51.36014');
    expect(sentence).toContain('is too new');
    expect(sentence).toContain('winget install');
  });

  it('has a conda that installs an interpreter without the bug: nothing is built with it', async () => {
    const machine = await layOutMachine(path.join(cwd, 'machine'));
    await machine.mixUp(4, 5);
    const sentence = await refusal(machine);
    expect(sentence).toContain('has pypy3.7 7.3.5 build 5 (h0_5) instead of');
    expect(sentence).toContain('pypy3.7 7.3.5 build 4 or 3');
    expect(sentence).toContain('cannot have the crash');
    expect(await fse.pathExists(path.join(cwd, '.winrepro', 'builds'))).toBe(false);
    expect(await distutilsIn(path.join(cwd, '.winrepro'))).toHaveLength(1);
  });
});

describe('plan on such a machine', () => {
  it('prints the commands for cmd in the order of the steps', async () => {
    const machine = await layOutMachine(path.join(cwd, 'machine'));
    const repository = await makeMiniNumpy(path.join(cwd, 'mini-numpy'));
    const args = ['plan', miniNumpyRecipe(), '--source', repository];
    const { exitCode, stdout, stderr } = await runWindowsCli(args, { cwd, env: machine.env });
    expect(exitCode, stderr).toBe(0);
    const rest = stdout.split('\n');
    for (const pattern of planned) {
      const place = rest.findIndex((line) => pattern.test(line));
      expect(place, `${String(pattern)} is not in its place in:\n${stdout}`).not.toBe(-1);
      rest.splice(0, place + 1);
    }
    expect(await fse.pathExists(path.join(cwd, '.winrepro'))).toBe(false);
  });
});

/** Lines of the plan in their order. */
const planned: readonly RegExp[] = [
  /^rem 1\. environment: pypy3\.7 7\.3\.5 by conda/u,
  /^"C:\\.*\\miniforge\\Scripts\\conda\.exe" create -y .*"python=3\.7\.10=\*_73_pypy" pip "pypy3\.7=7\.3\.5=\*_4"$/u,
  /^rem if that build is not to be had: the same with pypy3\.7=7\.3\.5=\*_3$/u,
  /conda\.exe" list -p ".*\\prefix" --explicit --md5 > ".*\\lock\.txt"$/u,
  /^findstr "version build_number" ".*\\conda-meta\\pypy3\.7-\*\.json"$/u,
  /^rem 2\. source: v1\.0 of C:\\/u,
  /^git .* fetch --depth=1 --no-tags -- "C:\\.*\\mini-numpy" \+refs\/tags\/v1\.0:refs\/tags\/v1\.0$/u,
  /^rem must print [0-9a-f]{40}:$/u,
  /^git .* worktree add .*\\tree" refs\/tags\/v1\.0$/u,
  /^rem 3\. toolchain: Microsoft .*19\.29\.30133.*toolset 14\.29\.30133/u,
  /^rem +"C:\\.*\\prefix\\python\.exe" -c ".*" distutils\._msvccompiler$/u,
  /^rem +self\.compile_options = \[.*'\/Zi'\]$/u,
  /^rem +ldflags = \[.*'\/DEBUG', '\/OPT:REF,ICF'\]$/u,
  /^rem 4\. patches: print-args$/u,
  /^cd \/d "C:\\.*\\tree"$/u,
  /^git apply .*--check -- "C:\\.*\\print-args\.diff"$/u,
  /^rem 5\. build: setup\.py build_ext -i/u,
  // Conda's folders first, so that those of vcvarsall.bat come before them.
  /^set "PATH=C:\\.*\\prefix;.*;%PATH%"$/u,
  /^call "C:\\.*\\vcvarsall\.bat" x64 -vcvars_ver=14\.29\.30133$/u,
  /^set "DISTUTILS_USE_SDK=1"$/u,
  /^set "SETUPTOOLS_USE_DISTUTILS=stdlib"$/u,
  /^"C:\\.*\\prefix\\python\.exe" setup\.py build_ext -i$/u,
  /^rem 7\. loop/u,
  /^set "PYTHONPATH=C:\\.*\\tree"$/u,
  /^"C:\\.*\\prefix\\python\.exe" -u "C:\\.*\\loop\.py"$/u,
];
