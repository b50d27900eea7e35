import fse from 'fs-extra';
import path from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { windowsFolder } from './bed.ts';
import { linuxProcesses } from './linux-processes.ts';
import {
  buildLogOf,
  crashOf,
  distutilsIn,
  makeMiniNumpy,
  miniNumpyRecipe,
  readProvenance,
  shippedDistutils,
  type Crash,
  type Provenance,
  type Result,
} from './mini-numpy.ts';
import { runWindowsCli, startWindowsCli, type WindowsEnd } from './windows-cli.ts';
import { layOutMachine, type WindowsMachine } from './windows-machine.ts';

const compile = 'cl.exe /c /nologo /Ox /W3 /GL /DNDEBUG /MD';
const link = 'link.exe /nologo /INCREMENTAL:NO /LTCG';

let cwd = '';
let workspace = '';
let repository = '';
let machine: WindowsMachine;

beforeAll(async () => {
  cwd = await windowsFolder();
  workspace = path.join(cwd, '.winrepro');
  machine = await layOutMachine(path.join(cwd, 'machine'));
  repository = await makeMiniNumpy(path.join(cwd, 'mini-numpy'));
});

function runArguments(...more: readonly string[]): readonly string[] {
  return ['run', miniNumpyRecipe(), '--source', repository, '--seed', '7', '--json', ...more];
}

async function winrepro(...args: readonly string[]): Promise<WindowsEnd> {
  const ended = await runWindowsCli(args, { cwd, env: machine.env });
  expect(ended, ended.stderr).toMatchObject({ left: [], timedOut: false });
  return ended;
}

/** The result of a run that reproduced the crash. */
async function crashing(...more: readonly string[]): Promise<Result> {
  const ended = await winrepro(...runArguments(...more));
  expect(ended.exitCode, ended.stderr).toBe(0);
  return JSON.parse(ended.stdout) as Result;
}

/** Every environment's distutils is as it was installed, with nothing kept beside it. */
async function expectRestored(environments: number): Promise<void> {
  const files = await distutilsIn(workspace);
  expect(files.map((file) => path.basename(file))).toEqual(
    Array.from({ length: environments }, () => '_msvccompiler.py'),
  );
  for (const file of files) expect(await fse.readFile(file, 'utf8')).toBe(shippedDistutils);
}

/** Names in what was built that only symbols hold: a function's by /DEBUG, a type's by /Zi or /Z7 too. */
async function symbolsOf({ built }: Provenance): Promise<readonly string[]> {
  const [, below = ''] = built[0]?.file.split('\\.winrepro\\') ?? [];
  const bytes = await fse.readFile(path.join(workspace, ...below.split('\\')));
  const names = { function: 'generic_function_internal', type: 'Operand' };
  return Object.entries(names).flatMap(([what, name]) => (bytes.includes(name) ? [what] : []));
}

describe('winrepro as a Windows program, with a recipe of the sections of numpy-pypy', () => {
  let first: Result;

  it('goes through the six steps and records a real access violation with its iteration', async () => {
    first = await crashing();
    expect(first.verdict).toBe('crashes');
    expect(first.trials).toHaveLength(1);
    const [trial] = first.trials;
    expect(trial).toMatchObject({ outcome: 'crashed', status: '0xC0000005', warnings: [] });
    expect(trial?.iteration).toBeGreaterThanOrEqual(1040);
    expect(trial?.trace).toMatchObject({ count: (trial?.iteration ?? 0) + 1, nullCount: 1 });
    expect(trial?.trace.last).toMatch(/^4884 0*[1-9a-f][0-9a-f]* 2631 0000000000000000$/iu);
    const provenance = await readProvenance(workspace, first.run);
    expect(provenance.steps.map(({ name, reused }) => `${name}${reused ? ' reused' : ''}`)).toEqual(
      ['environment', 'source', 'toolchain', 'patches', 'build', 'reproducer'],
    );
    expect(provenance.lock).toContain('/pypy3.7-7.3.5-h0_4.');
  });

  it('builds with the flags that it patched into distutils, and puts distutils back', async () => {
    const provenance = await readProvenance(workspace, first.run);
    expect(provenance.flagsBy).toBe('patch');
    const log = (await buildLogOf(provenance, workspace)).split(/\r?\n/u);
    expect(log).toContain(String.raw`${compile} /Zi /Tcumath/ufunc.c /Fobuild\ufunc.obj`);
    expect(log).toContain(String.raw`${compile} /Zi /Tcumath/internal.c /Fobuild\internal.obj`);
    expect(log.find((line) => line.startsWith('link'))).toContain(
      `${link} /DEBUG /OPT:REF,ICF /DLL `,
    );
    expect(await symbolsOf(provenance)).toEqual(['function', 'type']);
    await expectRestored(1);
  });

  it('reuses every step in a second run, and the seed crashes at the same iteration', async () => {
    const second = await crashing();
    expect(crashOf(second)).toEqual(crashOf(first));
    const provenance = await readProvenance(workspace, second.run);
    expect(provenance.steps.filter(({ reused }) => !reused)).toEqual([]);
    expect(provenance.built).toEqual((await readProvenance(workspace, first.run)).built);
  });

  it('stays clean with the next build of the interpreter, in an environment of its own', async () => {
    const ended = await winrepro(...runArguments('--variant', 'fixed', '--trials', '1'));
    expect(ended.exitCode, ended.stderr).toBe(1);
    const result = JSON.parse(ended.stdout) as Result;
    expect(result.verdict).toBe('inconclusive');
    expect(result.trials[0]).toMatchObject({ outcome: 'clean', iteration: 4999 });
    const { lock } = await readProvenance(workspace, result.run);
    expect(lock).toContain('/pypy3.7-7.3.5-h0_5.');
    await expectRestored(2);
  });

  it('leaves distutils alone where flags go by _CL_ and _LINK_', async () => {
    const result = await crashing('--variant', 'environment-flags');
    expect(result.trials[0]).toMatchObject({ status: '0xC0000005' });
    expect(result.trials[0]?.iteration).toBe(first.trials[0]?.iteration);
    const provenance = await readProvenance(workspace, result.run);
    expect(provenance.flagsBy).toBe('environment');
    const log = await buildLogOf(provenance, workspace);
    expect(log).toContain(`${compile} /Tcumath/ufunc.c`);
    expect(await symbolsOf(provenance)).toEqual(['function', 'type']);
    await expectRestored(2);
  });

  describe('killed while distutils is patched', () => {
    let uninterrupted: Crash | undefined;

    it('leaves it patched, and nothing running', async () => {
      await machine.holdCompiler(true);
      const running = startWindowsCli(runArguments('--variant', 'baseline'), {
        cwd,
        env: machine.env,
      });
      // Not the cl that is asked for its version.
      const compiling = (): readonly number[] => linuxProcesses('cl.sh /c');
      await expect.poll(compiling, { timeout: 60_000 }).not.toEqual([]);
      running.kill();
      expect(await running.end).toMatchObject({ exitCode: 1, left: [] });
      await expect.poll(compiling, { timeout: 5_000 }).toEqual([]);
      const patched = await distutilsIn(workspace);
      expect(patched.filter((file) => file.endsWith('.winrepro-original'))).toHaveLength(1);
    });

    it('is taken up by resume, which puts distutils back and finds the same crash', async () => {
      await machine.holdCompiler(false);
      const ended = await winrepro('resume', '--json');
      expect(ended.exitCode, ended.stderr).toBe(0);
      await expectRestored(2);
      uninterrupted = crashOf(await crashing('--variant', 'baseline'));
      expect(crashOf(JSON.parse(ended.stdout) as Result)).toEqual(uninterrupted);
      expect(uninterrupted).toMatchObject({ status: '0xC0000005' });
    });
  });
});
